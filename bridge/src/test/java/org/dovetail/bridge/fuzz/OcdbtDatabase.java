package org.dovetail.bridge.fuzz;

import io.airlift.compress.zstd.ZstdCompressor;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.dovetail.bridge.internal.zstd.ZstdException;
import org.dovetail.bridge.internal.zstd.ZstdFrames;
import org.jspecify.annotations.Nullable;

/** The manifest and the nodes of a sound database, which are damaged one by one and then written so that all that is around the damage is sound again. */
final class OcdbtDatabase {
    private static final int MANIFEST = 0x0cdb3a2a;
    private static final int NODE = 0x0cdb20de;
    private static final int HEAD_BYTES = 14;
    private static final int LARGEST_BODY = 1 << 20;

    /** Damages the bytes of a body. */
    @FunctionalInterface
    interface BodyDamage {
        byte[] apply(byte[] body);
    }

    /** A manifest or node. */
    final class Written {
        private final OcdbtBlock block;
        private final OcdbtBlock.@Nullable Pointer from;
        private final List<Written> below = new ArrayList<>();
        private BodyDamage body = bytes -> bytes;
        private BodyDamage frame = bytes -> bytes;
        private boolean damaged;

        private Written(OcdbtBlock block, OcdbtBlock.@Nullable Pointer from) {
            this.block = block;
            this.from = from;
        }

        /** What is in it; who changes something there must call {@link #damaged}. */
        OcdbtBlock block() {
            return block;
        }

        void damaged() { damaged = true; }

        /** Damages its body as it is before it is compressed. */
        void damageBody(BodyDamage damage) {
            body = damage;
            damaged = true;
        }

        /** Damages the frame that its body is compressed to. */
        void damageFrame(BodyDamage damage) {
            frame = damage;
            damaged = true;
        }

        /** Whether it, or something below it, was written anew, and its pointer says where. */
        private boolean rewrite(SequencedMap<String, byte[]> changed, Dice dice) {
            for (Written child : below) {
                damaged |= child.rewrite(changed, dice);
            }
            if (damaged) {
                byte[] whole = sealed(from == null ? MANIFEST : NODE, dice);
                if (from == null) {
                    changed.put(manifest, whole);
                } else {
                    String file = folder + from.path();
                    byte[] before = changed.getOrDefault(file, Objects.requireNonNull(files.get(file)));
                    changed.put(file, Dice.replace(before, before.length, before.length, whole));
                    from.offset().set(before.length);
                    from.length().set(whole.length);
                }
            }
            return damaged;
        }

        private byte[] sealed(int magic, Dice dice) {
            byte[] raw = body.apply(block.encoded());
            boolean compressed = dice.below(2) == 0;
            byte[] stored = compressed ? frame.apply(zstd(raw)) : raw;
            int length = HEAD_BYTES + stored.length + Integer.BYTES;
            ByteBuffer whole = ByteBuffer.allocate(length).putInt(magic).order(ByteOrder.LITTLE_ENDIAN).putLong(length)
                    .put((byte) 0).put((byte) (compressed ? 1 : 0)).put(stored);
            CRC32C sum = new CRC32C();
            sum.update(whole.array(), 0, whole.position());
            return whole.putInt((int) sum.getValue()).array();
        }
    }

    private final SequencedMap<String, byte[]> files;
    private final String manifest;
    private final String folder;
    private final Written root;
    private final List<Written> all = new ArrayList<>();

    /** The database that a reader of these files begins with; one of some where there are databases of processes. */
    OcdbtDatabase(SequencedMap<String, byte[]> files, Dice dice) {
        this.files = files;
        this.manifest = manifest(files, dice);
        this.folder = folder(manifest);
        this.root = new Written(OcdbtBlock.manifest(opened(bytes(manifest))), null);
        all.add(root);
        addBelow(root);
    }

    private static String manifest(SequencedMap<String, byte[]> files, Dice dice) {
        List<String> manifests = files.keySet().stream()
                .filter(file -> file.substring(folder(file).length()).startsWith("manifest."))
                .sorted(Comparator.comparingInt((String file) -> folder(file).length())
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        int shallowest = folder(manifests.getFirst()).length();
        List<String> folders = manifests.stream().map(OcdbtDatabase::folder)
                .filter(folder -> folder.length() == shallowest).distinct().toList();
        String folder = dice.pick(folders);
        List<String> here = manifests.stream().filter(file -> folder(file).equals(folder)).toList();
        return here.size() == 1 ? here.getFirst() : here.get(here.size() - 2);
    }

    private static String folder(String file) { return file.substring(0, file.lastIndexOf('/') + 1); }

    private byte[] bytes(String file) { return Objects.requireNonNull(files.get(file), file); }

    private void addBelow(Written parent) {
        List<OcdbtBlock.Pointer> pointers = parent.block.pointers();
        // Of the versions in a manifest, only the newest is read.
        for (OcdbtBlock.Pointer pointer : parent == root
                ? pointers.subList(pointers.size() - 1, pointers.size())
                : pointers) {
            byte[] file = bytes(folder + pointer.path());
            int offset = (int) pointer.offset().value();
            byte[] whole = Arrays.copyOfRange(file, offset, offset + (int) pointer.length().value());
            Written child = new Written(OcdbtBlock.node(opened(whole), pointer.base()), pointer);
            parent.below.add(child);
            all.add(child);
            addBelow(child);
        }
    }

    /** The manifest and all nodes. */
    List<Written> all() { return all; }

    /** The files that differ once the damage is written: damaged nodes at the ends of their data files, and all above them. */
    SequencedMap<String, byte[]> changed(Dice dice) {
        SequencedMap<String, byte[]> changed = new TreeMap<>();
        root.rewrite(changed, dice);
        return changed;
    }

    private static byte[] opened(byte[] whole) {
        byte[] body = Arrays.copyOfRange(whole, HEAD_BYTES, whole.length - Integer.BYTES);
        try {
            return whole[HEAD_BYTES - 1] == 0 ? body : ZstdFrames.decode(new ByteArrayInputStream(body), LARGEST_BODY);
        } catch (ZstdException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] zstd(byte[] raw) {
        ZstdCompressor compressor = new ZstdCompressor();
        byte[] frame = new byte[compressor.maxCompressedLength(raw.length)];
        return Arrays.copyOf(frame, compressor.compress(raw, 0, raw.length, frame, 0, frame.length));
    }
}
