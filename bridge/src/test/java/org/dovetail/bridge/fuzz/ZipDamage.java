package org.dovetail.bridge.fuzz;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Damage that knows where a ZIP file keeps what. */
enum ZipDamage implements Damage {
    /** A field of a record: a size, an offset, a count, a flag. */
    FIELD {
        @Override
        public byte[] apply(byte[] bytes, Dice dice) {
            List<Integer> records = records(bytes);
            if (records.isEmpty()) {
                return bytes;
            }
            int at = dice.pick(records) + 4 + 2 * dice.below(26);
            int width = 1 << dice.below(4);
            return at + width > bytes.length ? bytes : ByteDamage.overwrite(bytes, at, width, false, dice);
        }
    },
    /** A damaged member in a sound archive, so that no checksum tells. */
    MEMBER {
        @Override
        public byte[] apply(byte[] bytes, Dice dice) {
            SequencedMap<String, byte[]> members = members(bytes);
            if (members.isEmpty()) {
                return bytes;
            }
            String name = dice.pick(List.copyOf(members.keySet()));
            byte[] member = members.get(name);
            for (int i = dice.below(3); i >= 0; i--) {
                member = dice.pick(MEMBER_DAMAGE).apply(member, dice);
            }
            members.put(name, member);
            return archive(members, dice);
        }
    },
    /** A sound archive with a member whose name is an attempt at something. */
    NAME {
        @Override
        public byte[] apply(byte[] bytes, Dice dice) {
            SequencedMap<String, byte[]> members = members(bytes);
            if (members.isEmpty()) {
                return bytes;
            }
            byte[] moved = members.pollFirstEntry().getValue();
            members.put(dice.pick(HostileNames.ALL) + ".npy", moved);
            return archive(members, dice);
        }
    };

    private static final List<Damage> MEMBER_DAMAGE = List.of(HeaderDamage.NPY_TOKEN, HeaderDamage.NPY_TOKEN,
            HeaderDamage.NPY_LENGTH, ByteDamage.FLIP, ByteDamage.NUMBER, ByteDamage.TRUNCATE, PickleDamage.INSTRUCTION);
    private static final int LONGEST_NAME = 0xffff;

    private static List<Integer> records(byte[] bytes) {
        List<Integer> records = new ArrayList<>();
        for (int i = 0; i + 4 <= bytes.length; i++) {
            if (bytes[i] == 'P' && bytes[i + 1] == 'K' && bytes[i + 2] >= 1 && bytes[i + 2] <= 8
                    && bytes[i + 3] == bytes[i + 2] + 1) {
                records.add(i);
            }
        }
        return records;
    }

    private static SequencedMap<String, byte[]> members(byte[] bytes) {
        SequencedMap<String, byte[]> members = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                members.put(entry.getName(), zip.readAllBytes());
            }
        } catch (IOException | IllegalArgumentException _) {
            return members;
        }
        return members;
    }

    private static byte[] archive(SequencedMap<String, byte[]> members, Dice dice) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        boolean stored = dice.below(2) == 0;
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (var member : members.entrySet()) {
                if (member.getKey().getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
                    continue;
                }
                ZipEntry entry = new ZipEntry(member.getKey());
                if (stored) {
                    CRC32 crc = new CRC32();
                    crc.update(member.getValue());
                    entry.setMethod(ZipEntry.STORED);
                    entry.setSize(member.getValue().length);
                    entry.setCrc(crc.getValue());
                }
                zip.putNextEntry(entry);
                zip.write(member.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(Arrays.toString(e.getStackTrace()), e);
        }
        return out.toByteArray();
    }
}
