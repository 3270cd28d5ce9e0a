package org.dovetail.bridge.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** The rules that are known. */
public final class Rules {
    /** The jars with rules that the command's launcher put on the class path; empty where there are none, so that no jar is opened to look for them. */
    private static final String JARS = "dovetail.rules";

    private Rules() {}

    /**
     * The rules that come with Dovetail.
     *
     * @return the rules; where several fit with the same numbers, the first gives its name
     */
    public static List<LayerRule> builtIn() {
        List<LayerRule> rules = new ArrayList<>(DenseRules.convolutions());
        rules.add(new AttentionRule());
        rules.add(new VanillaRnnRule());
        rules.add(new LstmRule());
        rules.add(GruRules.haiku());
        rules.add(GruRules.nnx());
        rules.add(new SpectralNormRule());
        rules.add(DenseRules.linear());
        rules.add(new BatchNormRule());
        rules.addAll(NormRules.all());
        rules.add(DenseRules.embed());
        rules.add(NnxOnlyRule.rngStream());
        rules.add(NnxOnlyRule.cache());
        rules.add(NnxOnlyRule.lora());
        rules.add(new RawRule());
        return List.copyOf(rules);
    }

    /**
     * The rules that come with Dovetail, then those that {@link ServiceLoader} finds, by kind. The command finds those of the jars that {@code DOVETAIL_RULES} names.
     *
     * @return the rules
     * @throws IllegalStateException if two rules have the same kind
     */
    public static List<LayerRule> all() {
        return with("".equals(System.getProperty(JARS))
                ? List.of()
                : ServiceLoader.load(LayerRule.class).stream().map(ServiceLoader.Provider::get).toList());
    }

    static List<LayerRule> with(List<LayerRule> users) {
        List<LayerRule> rules = new ArrayList<>(builtIn());
        users.stream().sorted((a, b) -> a.kind().compareTo(b.kind())).forEach(rules::add);
        Map<String, LayerRule> byKind = new HashMap<>();
        for (LayerRule rule : rules) {
            LayerRule other = byKind.put(rule.kind(), rule);
            if (other != null) {
                throw new IllegalStateException("two layer rules are of kind " + rule.kind() + ": "
                        + other.getClass().getName() + " and " + rule.getClass().getName()
                        + "; give one of them another kind()");
            }
        }
        return List.copyOf(rules);
    }
}
