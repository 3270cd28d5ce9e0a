package org.dovetail.bridge.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * Damage to the manifest and the nodes of a database that knows what they consist of. Lengths, checksums, frames and pointers around it are made to fit, so that a reader
 * comes as far as the damage.
 */
enum OcdbtDamage implements FolderDamage {
    /** A number: a height, a count, a length, an offset, of a data file. */
    NUMBER {
        @Override
        void damage(OcdbtDatabase.Written written, OcdbtDatabase database, Dice dice) {
            List<OcdbtBlock.Numeral> numbers = parts(written, OcdbtBlock.Numeral.class);
            OcdbtBlock.Numeral number = dice.pick(numbers);
            number.set(dice.below(4) == 0 ? dice.pick(numbers).value() : dice.telling(number.value()));
            written.damaged();
        }
    },
    /** A path, a part of a key or a value, mostly with the length that it has then. */
    TEXT {
        @Override
        void damage(OcdbtDatabase.Written written, OcdbtDatabase database, Dice dice) {
            List<OcdbtBlock.Text> texts = parts(written, OcdbtBlock.Text.class);
            if (texts.isEmpty()) {
                return;
            }
            OcdbtBlock.Text text = dice.pick(texts);
            text.set(switch (dice.below(4)) {
                case 0 -> dice.pick(HostileNames.ALL).getBytes(StandardCharsets.UTF_8);
                case 1 -> dice.pick(texts).encoded();
                case 2 -> TokenDamage.JSON.apply(text.encoded(), dice);
                default -> dice.pick(List.of(ByteDamage.values())).apply(text.encoded(), dice);
            });
            if (dice.below(8) > 0) {
                text.tellLength();
            }
            written.damaged();
        }
    },
    /** A part that is missing, there twice, or in the place of another. */
    ORDER {
        @Override
        void damage(OcdbtDatabase.Written written, OcdbtDatabase database, Dice dice) {
            List<OcdbtBlock.Part> parts = written.block().parts();
            int at = dice.below(parts.size());
            switch (dice.below(3)) {
                case 0 -> parts.remove(at);
                case 1 -> parts.add(at, dice.pick(parts));
                default -> Collections.swap(parts, at, dice.below(parts.size()));
            }
            written.damaged();
        }
    },
    /** A pointer to any node: trees run in circles, and share nodes. */
    POINTER {
        @Override
        void damage(OcdbtDatabase.Written written, OcdbtDatabase database, Dice dice) {
            List<OcdbtBlock.Pointer> here = written.block().pointers();
            if (here.isEmpty()) {
                return;
            }
            List<OcdbtBlock.Pointer> all = database.all().stream()
                    .flatMap(other -> other.block().pointers().stream()).toList();
            OcdbtBlock.Pointer pointer = dice.pick(here);
            OcdbtBlock.Pointer other = dice.pick(all);
            pointer.file().set(other.file().value());
            pointer.offset().set(other.offset().value());
            pointer.length().set(other.length().value());
            written.damaged();
        }
    },
    /** Any bytes of a body. */
    BODY {
        @Override
        void damage(OcdbtDatabase.Written written, OcdbtDatabase database, Dice dice) {
            written.damageBody(body -> dice.pick(List.of(ByteDamage.values())).apply(body, dice));
        }
    },
    /** Any bytes of a Zstandard frame. */
    FRAME {
        @Override
        void damage(OcdbtDatabase.Written written, OcdbtDatabase database, Dice dice) {
            written.damageFrame(frame -> dice.pick(List.of(ByteDamage.values())).apply(frame, dice));
        }
    };

    private static final int MOST_DAMAGE = 3;

    /** Damages a manifest or node of a database. */
    abstract void damage(OcdbtDatabase.Written written, OcdbtDatabase database, Dice dice);

    @Override
    public SequencedMap<String, byte[]> apply(SequencedMap<String, byte[]> files, Dice dice) {
        OcdbtDatabase database = new OcdbtDatabase(files, dice);
        for (int i = dice.length(MOST_DAMAGE); i > 0; i--) {
            damage(dice.pick(database.all()), database, dice);
        }
        return database.changed(dice);
    }

    private static <T extends OcdbtBlock.Part> List<T> parts(OcdbtDatabase.Written written, Class<T> kind) {
        return written.block().parts().stream()
                .flatMap(part -> kind.isInstance(part) ? Stream.of(kind.cast(part)) : Stream.empty()).toList();
    }
}
