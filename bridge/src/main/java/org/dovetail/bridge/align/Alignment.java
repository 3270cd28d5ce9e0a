package org.dovetail.bridge.align;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.EntryPath;
import org.dovetail.bridge.format.KeyScheme;
import org.dovetail.bridge.plan.Plan;
import org.dovetail.bridge.rules.Kinds;
import org.dovetail.bridge.rules.Rules;
import org.dovetail.bridge.rules.Style;
import org.dovetail.core.DType;

/** Decides which layer of a checkpoint is which layer of a target structure: what all lawful one-to-one mappings agree on is mapped, the rest is refused. */
public final class Alignment {
    private Alignment() {}

    /**
     * What the user says.
     *
     * @param maps lines {@code SOURCE=TARGET}; each names a layer, a scope or an array on either side
     * @param kinds lines {@code PATH=Kind}, the path of a layer on either side
     * @param strict whether matches that rest on names, written numbers or an order are refused
     * @param dtype the dtype that arrays of its family are cast to, even where bits are lost
     * @param skipped source arrays that are left out
     * @param described what a live model tells of the target's layers
     */
    public record Options(List<String> maps, List<String> kinds, boolean strict, Optional<DType> dtype,
            Set<EntryPath> skipped, Described described) {
        /** The user says nothing. */
        public static final Options DEFAULT = new Options(List.of(), List.of(), false, Optional.empty(), Set.of());

        /** Copies the collections. */
        public Options {
            maps = List.copyOf(maps);
            kinds = List.copyOf(kinds);
            skipped = Set.copyOf(skipped);
        }

        /**
         * The same without a live model.
         *
         * @param maps lines {@code SOURCE=TARGET}
         * @param kinds lines {@code PATH=Kind}
         * @param strict whether matches that rest on names, written numbers or an order are refused
         * @param dtype the dtype that arrays of its family are cast to
         * @param skipped source arrays that are left out
         */
        public Options(List<String> maps, List<String> kinds, boolean strict, Optional<DType> dtype,
                Set<EntryPath> skipped) {
            this(maps, kinds, strict, dtype, skipped, Described.NOTHING);
        }

        /** The same with other lines of which becomes which. */
        Options withMaps(List<String> others) {
            return new Options(others, kinds, strict, dtype, skipped, described);
        }

        /**
         * The same with what a live model tells.
         *
         * @param other what it tells
         * @return the options
         */
        public Options withDescribed(Described other) {
            return new Options(maps, kinds, strict, dtype, skipped, other);
        }
    }

    /** What came of it. */
    public sealed interface Result {
        /**
         * The plan as far as it goes.
         *
         * @return a complete plan, or one with open targets
         */
        Plan plan();
    }

    /**
     * Everything is mapped.
     *
     * @param plan the complete plan
     * @param leftOut target arrays that no source has and that are not written: random streams, caches, and what the user skipped
     * @param notes what must be set on the other side so that equal numbers give equal outputs
     */
    public record Mapped(Plan plan, List<EntryPath> leftOut, List<String> notes) implements Result {
        /** Copies the lists. */
        public Mapped {
            leftOut = List.copyOf(leftOut);
            notes = List.copyOf(notes);
        }
    }

    /**
     * Something cannot be mapped, or in more than one way.
     *
     * @param plan what is mapped, with the rest open
     * @param message the whole text for the user: every candidate, the reason, and the lines that settle it
     * @param lines the smallest set of lines that settles everything, as typed, or where that takes dozens the first of it; empty when none can
     */
    public record Refused(Plan plan, String message, List<String> lines) implements Result {
        /** Copies the lines. */
        public Refused {
            lines = List.copyOf(lines);
        }
    }

    /**
     * Aligns a checkpoint with a target structure.
     *
     * @param from the source's library
     * @param source the source's arrays; their order plays no part
     * @param fromScheme the source's key scheme
     * @param to the target's library
     * @param target the target's arrays: names, dtypes and shapes
     * @param toScheme the target's key scheme
     * @param options what the user says
     * @return the mapping, or the refusal
     * @throws AlignmentException if a line of the user's names nothing, or an order is assumed that nobody tells
     */
    public static Result align(Style from, List<Entry> source, KeyScheme fromScheme, Style to, List<Entry> target,
            KeyScheme toScheme, Options options)
            throws AlignmentException {
        options.described().check(from, to);
        return Training.after(new Request(from, source, fromScheme, to, target, toScheme, options),
                request -> Matching.of(request).result());
    }

    /**
     * What must be set on the other side so that equal numbers give equal outputs.
     *
     * @param plan a plan, whoever made it
     * @return a line for each kind of layer that needs one
     */
    public static List<String> notes(Plan plan) {
        return List.copyOf(Notes.of(plan, new Kinds(Rules.all())).values());
    }
}
