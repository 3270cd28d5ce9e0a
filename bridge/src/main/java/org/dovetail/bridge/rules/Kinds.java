package org.dovetail.bridge.rules;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dovetail.bridge.internal.text.TypedOption;
import org.dovetail.core.TensorSpec;
import org.dovetail.haiku.ModuleName;

/**
 * Decides of which kind layers are: by their shapes; by a name that Haiku derived from a class, which forbids every other kind; and by what the user says.
 */
public final class Kinds {
    /** Haiku's modules that hold parameters or state, or whose children do, and have no rule of their own. */
    private static final List<String> WITHOUT_RULE = List.of("Bias", "SeparableDepthwiseConv2D",
            "Conv1DLSTM", "Conv2DLSTM", "Conv3DLSTM", "DeepRNN", "ResetCore", "SNParamsTree",
            "ExponentialMovingAverage", "EMAParamsTree", "Sequential", "MLP",
            "VectorQuantizer", "VectorQuantizerEMA", "ResNet", "ResNet18", "ResNet34", "ResNet50", "ResNet101",
            "ResNet152", "ResNet200", "MobileNetV1");
    private static final List<String> NO_PLAIN_CONVOLUTION = List.of("transpose", "deconv", "up");

    private final List<LayerRule> rules;
    private final Map<String, List<LayerRule>> byDerivedName = new HashMap<>();
    private final Set<String> derivedNames = new HashSet<>();

    /**
     * Kinds by some rules.
     *
     * @param rules the rules
     */
    public Kinds(List<LayerRule> rules) {
        this.rules = List.copyOf(rules);
        WITHOUT_RULE.forEach(name -> derivedNames.add(ModuleName.snakeCase(name)));
        for (LayerRule rule : rules) {
            for (String name : rule.haikuClasses()) {
                byDerivedName.computeIfAbsent(ModuleName.snakeCase(name), _ -> new ArrayList<>()).add(rule);
            }
        }
        derivedNames.addAll(byDerivedName.keySet());
    }

    /** What told the kind of a layer. */
    public enum Told {
        /** The shapes leave no choice. */
        SHAPE,
        /** A name that Haiku derived from a class, or an author's with {@code conv} in it. */
        NAME,
        /** The class of the module in the live model that the like file was made from. */
        MODEL,
        /** The user, by {@code --kind}. */
        USER
    }

    /** The kind of a pair of layers, as far as it is decided. */
    public sealed interface Decision {}

    /**
     * There is one way.
     *
     * @param fit the way
     * @param by what told it
     */
    public record Decided(Fit fit, Told by) implements Decision {}

    /**
     * There are several ways, which give different numbers.
     *
     * @param kinds the kinds to choose from with {@code --kind}
     */
    public record Undecided(List<String> kinds) implements Decision {
        /** Copies the kinds. */
        public Undecided {
            kinds = List.copyOf(kinds);
        }
    }

    /**
     * There is no way.
     *
     * @param haiku the Haiku layer
     * @param nnx the NNX layer
     * @param only the kinds to which the Haiku layer's name or the user confines it; empty when nothing does
     * @param others the kinds that would fit without that
     * @param objection what a rule says against the pair
     */
    public record NoFit(Unit haiku, Unit nnx, List<String> only, List<String> others,
            Optional<Objection> objection) implements Decision {
        /** Copies the lists. */
        public NoFit {
            only = List.copyOf(only);
            others = List.copyOf(others);
        }

        /**
         * Why there is none.
         *
         * @return one line, with the option to type where one helps
         */
        public String reason() {
            if (objection.isPresent()) {
                return haiku + ": " + objection.get().reason();
            }
            if (only.isEmpty()) {
                return haiku + " and " + nnx + " have no kind in common";
            }
            String reason = haiku + " is a " + String.join(" or ", only) + ", which does not fit " + nnx;
            return others.isEmpty()
                    ? reason
                    : reason + "; if it is another kind, say "
                            + TypedOption.of("--kind", haiku.name() + "=" + others.getFirst());
        }
    }

    private record Candidate(LayerRule rule, Fit fit, int axes) {}

    /**
     * The rules that decide.
     *
     * @return the rules
     */
    public List<LayerRule> rules() { return rules; }

    /**
     * All ways in which a Haiku layer and an NNX layer can hold the same numbers, without those that only the user can name.
     *
     * @param haiku the Haiku layer
     * @param nnx the NNX layer; {@link Unit#withLayers with layers} if it is to hold those of a stack
     * @return the ways, each once; of kinds that move the same numbers, the one after which the Haiku layer is named, else the first
     */
    public List<Fit> fits(Unit haiku, Unit nnx) { return distinct(unnamed(haiku, nnx), namesakes(haiku)); }

    /**
     * Decides how a Haiku layer and an NNX layer hold the same numbers.
     *
     * <p>
     * What the user said decides. A name that Haiku derived from a class forbids every other kind, so a {@code conv2_d_transpose_1} is never copied as a plain convolution. If
     * there is still a choice, an author's name with {@code conv}, and none of {@code transpose}, {@code deconv} and {@code up}, tells a convolution.
     *
     * @param haiku the Haiku layer
     * @param nnx the NNX layer; {@link Unit#withLayers with layers} if it is to hold those of a stack
     * @param kind what the user said, as {@code Conv2DTranspose}
     * @return the decision
     */
    public Decision decide(Unit haiku, Unit nnx, Optional<String> kind) {
        if (kind.isPresent()) {
            List<LayerRule> namesakes = namesakes(haiku);
            List<Fit> told = distinct(candidates(haiku, nnx, meant(kind.get(), namesakes)), namesakes);
            return told.size() == 1
                    ? new Decided(told.getFirst(), Told.USER)
                    : open(told, new NoFit(haiku, nnx, List.of(kind.get()), fitting(haiku, nnx, named(kind.get())),
                            objection(haiku, nnx)));
        }
        List<Candidate> all = unnamed(haiku, nnx);
        List<LayerRule> namesakes = namesakes(haiku);
        List<Fit> fits = distinct(all, namesakes);
        List<Fit> left = fits;
        if (!namesakes.isEmpty()) {
            left = distinct(all.stream().filter(candidate -> namesakes.contains(candidate.rule())).toList(), namesakes);
        } else if (fits.size() > 1 && tellsConvolution(haiku)) {
            left = fits.stream().filter(fit -> isPlainConvolution(fit.kind())).toList();
        }
        if (left.size() == 1) {
            return new Decided(left.getFirst(), fits.size() == 1 ? Told.SHAPE : Told.NAME);
        }
        return open(left.isEmpty() && namesakes.isEmpty() ? fits : left,
                new NoFit(haiku, nnx, kinds(namesakes), fitting(haiku, nnx, namesakes), objection(haiku, nnx)));
    }

    /**
     * Whether there is a way at all, decided or not, in which a Haiku layer and an NNX layer hold the same numbers.
     *
     * @param haiku the Haiku layer
     * @param nnx the NNX layer; {@link Unit#withLayers with layers} if it is to hold those of a stack
     * @param kind what the user said, as {@code Conv2DTranspose}
     * @return false where {@link #decide} finds {@link NoFit none}
     */
    public boolean areOfAKind(Unit haiku, Unit nnx, Optional<String> kind) {
        List<LayerRule> namesakes = namesakes(haiku);
        List<LayerRule> possible = kind.map(told -> meant(told, namesakes)).orElseGet(() -> rules.stream()
                .filter(rule -> !rule.onlyByName() && (namesakes.isEmpty() || namesakes.contains(rule))).toList());
        List<LayerRule> byRoles = byRoles(haiku, nnx, possible);
        if (byRoles.isEmpty()) {
            return false;
        }
        Map<String, TensorSpec> left = haiku.specs();
        Map<String, TensorSpec> right = nnx.specs();
        return byRoles.stream().anyMatch(rule -> Stacks.fit(rule, left, right).isPresent());
    }

    /**
     * What a layer must share with another to be {@linkplain #areOfAKind of a kind} with it.
     *
     * @param rule the rule that both have the arrays of
     * @param sizes how many elements the arrays have that it carries one by one; -1 where one is not there
     */
    public record Trait(LayerRule rule, List<Long> sizes) {
        /** Copies the list. */
        public Trait {
            sizes = List.copyOf(sizes);
        }
    }

    /**
     * What a layer shares with every layer of the other library with which it is of a kind: at least one trait.
     *
     * @param style the library
     * @param specs dtypes and shapes by role, those of a stack with its layers' axis
     * @return a trait for each rule whose arrays they are
     */
    public List<Trait> traits(Style style, Map<String, TensorSpec> specs) {
        return rules.stream().filter(rule -> rule.roles(style).match(specs.keySet()))
                .map(rule -> new Trait(rule, rule.carriedSingly(style).stream()
                        .map(role -> specs.containsKey(role) ? specs.get(role).shape().size() : -1).toList()))
                .toList();
    }

    /** All kinds that fit, those too that only the user can name; first the variants of some that do not. */
    private List<String> fitting(Unit haiku, Unit nnx, List<LayerRule> unfit) {
        return distinct(candidates(haiku, nnx, rules), namesakes(haiku)).stream().map(Fit::kind)
                .sorted(Comparator.comparing(kind -> unfit.stream().noneMatch(rule -> kind.startsWith(rule.kind()))))
                .toList();
    }

    /**
     * What a rule says against converting a layer without knowing the other side.
     *
     * @param unit the layer
     * @return the first objection, or empty
     */
    public Optional<Objection> objection(Unit unit) {
        boolean haiku = unit.style() == Style.HAIKU;
        return objection(haiku ? unit.specs() : Map.of(), haiku ? Map.of() : unit.specs());
    }

    private Optional<Objection> objection(Unit haiku, Unit nnx) { return objection(haiku.specs(), nnx.specs()); }

    private Optional<Objection> objection(Map<String, TensorSpec> haiku, Map<String, TensorSpec> nnx) {
        return rules.stream().flatMap(rule -> rule.objection(haiku, nnx).stream()).findFirst();
    }

    /**
     * Whether a component of a Haiku path is a name that Haiku derived from one of its classes, whatever its number; any other was given by an author.
     *
     * @param component the component
     * @return true for {@code linear_1} and {@code multi_head_attention}
     */
    public boolean isClassDerived(String component) {
        return derivedNames.contains(ModuleName.of(component).base());
    }

    /**
     * The rules that {@code --kind} names, without regard to arguments in brackets that are not part of a kind's name.
     *
     * @param kind what the user said, as {@code BatchNorm(4)}
     * @return the rules; none when the kind is unknown
     */
    public List<LayerRule> named(String kind) {
        String name = kind.strip();
        List<LayerRule> exact = called(name);
        int bracket = name.indexOf('(');
        return exact.isEmpty() && bracket > 0 ? called(name.substring(0, bracket)) : exact;
    }

    /**
     * What a {@code --kind} says in brackets.
     *
     * @param kind what the user said, as {@code BatchNorm(4)}
     * @return the arguments; none where the brackets are part of a kind's name
     */
    public List<String> arguments(String kind) {
        String name = kind.strip();
        int bracket = name.indexOf('(');
        return !called(name).isEmpty() || bracket < 0 || !name.endsWith(")")
                ? List.of()
                : Stream.of(name.substring(bracket + 1, name.length() - 1).split(",", -1)).map(String::strip).toList();
    }

    /**
     * The kinds that a layer by itself can be: the one that Haiku's name tells, else all that its shapes allow.
     *
     * @param unit the layer
     * @return the kinds, none for an array of its own
     */
    public List<String> possible(Unit unit) {
        if (unit.isRaw()) {
            return List.of();
        }
        Map<String, TensorSpec> specs = unit.specs();
        List<LayerRule> possible = rules.stream().filter(rule -> rule.roles(unit.style()).match(specs.keySet())
                && rule.accepts(unit.style(), specs)).toList();
        List<LayerRule> named = unit.style() == Style.HAIKU
                ? namesakes(unit).stream().filter(possible::contains).toList()
                : List.of();
        return (named.isEmpty() ? possible : named).stream().filter(rule -> !rule.onlyByName()).map(LayerRule::kind)
                .distinct().toList();
    }

    /** The rules after one of whose classes Haiku named the layer; none for an author's name. */
    List<LayerRule> namesakes(Unit haiku) {
        return haiku.isRaw() || haiku.path().isEmpty()
                ? List.of()
                : byDerivedName.getOrDefault(ModuleName.of(haiku.path().getLast()).base(), List.of());
    }

    /** Whether an author called a layer a convolution. */
    static boolean tellsConvolution(Unit unit) {
        String name = unit.path().isEmpty() ? "" : unit.path().getLast().toLowerCase(Locale.ROOT);
        return !unit.isRaw() && name.contains("conv") && NO_PLAIN_CONVOLUTION.stream().noneMatch(name::contains);
    }

    static boolean isPlainConvolution(String kind) { return kind.contains("Conv") && !kind.contains("Transpose"); }

    static List<String> kinds(List<LayerRule> rules) { return rules.stream().map(LayerRule::kind).toList(); }

    /**
     * The rules that the user means: of those for one to three dimensions that a kind such as {@code ConvTranspose(transpose_kernel)} names, the one of the class after which Haiku named
     * the layer. A {@code conv3_d_transpose} without bias may else be several of two dimensions.
     */
    private List<LayerRule> meant(String kind, List<LayerRule> namesakes) {
        List<LayerRule> named = named(kind);
        List<LayerRule> nearest = named.stream()
                .filter(rule -> namesakes.stream().anyMatch(namesake -> rule.kind().startsWith(namesake.kind())))
                .toList();
        return nearest.isEmpty() ? named : nearest;
    }

    private List<LayerRule> called(String name) {
        return rules.stream().filter(rule -> rule.kind().equals(name) || rule.otherNames().contains(name)).toList();
    }

    private List<Candidate> unnamed(Unit haiku, Unit nnx) {
        return candidates(haiku, nnx, rules.stream().filter(rule -> !rule.onlyByName()).toList());
    }

    /** The fits of some rules, those without leading axes first. */
    private static List<Candidate> candidates(Unit haiku, Unit nnx, List<LayerRule> rules) {
        List<LayerRule> byRoles = byRoles(haiku, nnx, rules);
        if (byRoles.isEmpty()) {
            return List.of();
        }
        Map<String, TensorSpec> left = haiku.specs();
        Map<String, TensorSpec> right = nnx.specs();
        return byRoles.stream()
                .flatMap(rule -> Stacks.fit(rule, left, right)
                        .map(deep -> new Candidate(rule, deep.fit(), deep.axes())).stream())
                .sorted((a, b) -> Integer.compare(a.axes(), b.axes())).toList();
    }

    /** Those of some rules whose arrays two layers have. */
    private static List<LayerRule> byRoles(Unit haiku, Unit nnx, List<LayerRule> rules) {
        return rules.stream().filter(rule -> rule.roles(Style.HAIKU).match(haiku.members().keySet())
                && rule.roles(Style.NNX).match(nnx.members().keySet())).toList();
    }

    /** The fits that move numbers differently; the first of equals is that of a namesake, if there is one. */
    private static List<Fit> distinct(List<Candidate> candidates, List<LayerRule> namesakes) {
        Map<Boolean, List<Candidate>> parts = candidates.stream()
                .collect(Collectors.partitioningBy(candidate -> namesakes.contains(candidate.rule())));
        List<Fit> distinct = new ArrayList<>();
        Stream.of(true, false).flatMap(part -> parts.getOrDefault(part, List.of()).stream()).map(Candidate::fit)
                .filter(fit -> distinct.stream().noneMatch(fit::sameNumbers)).forEachOrdered(distinct::add);
        return distinct;
    }

    private static Decision open(List<Fit> fits, NoFit none) {
        return fits.isEmpty() ? none : new Undecided(fits.stream().map(Fit::kind).toList());
    }
}
