package org.dovetail.bridge.align;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.dovetail.bridge.align.Networks.Layer;
import org.dovetail.bridge.format.Entry;
import org.dovetail.bridge.format.KeyScheme;
import org.dovetail.bridge.plan.Basis;
import org.dovetail.bridge.plan.Step;
import org.dovetail.bridge.rules.Style;

class AlignmentPropertyTests {
    @Provide
    Arbitrary<List<Layer>> networks() { return Networks.ALL; }

    @Property(tries = 400)
    void whatIsMappedIsTrue(@ForAll("networks") List<Layer> network) throws AlignmentException {
        Map<String, String> truth = network.stream().collect(Collectors.toMap(Layer::nnx, Layer::haiku));
        if (toNnx(Networks.haiku(network), Networks.nnx(network)) instanceof Alignment.Mapped mapped) {
            assertThat(targets(mapped)).isEqualTo(truth);
        }
    }

    @Property(tries = 100)
    void theLinesOfARefusalSettleIt(@ForAll("networks") List<Layer> network) throws AlignmentException {
        if (toNnx(Networks.haiku(network), Networks.nnx(network)) instanceof Alignment.Refused refused) {
            assertThat(refused.lines()).isNotEmpty();
            List<String> maps = refused.lines().stream()
                    .map(line -> line.substring("--map '".length(), line.length() - 1)).toList();
            Alignment.Options told = new Alignment.Options(maps, List.of(), false, java.util.Optional.empty(),
                    Set.of());
            assertThat(align(Networks.haiku(network), Networks.nnx(network), told))
                    .isInstanceOf(Alignment.Mapped.class);
        }
    }

    @Property(tries = 200)
    void theOrderOfKeysPlaysNoPart(@ForAll("networks") List<Layer> network, @ForAll Random random)
            throws AlignmentException {
        List<Entry> source = new ArrayList<>(Networks.haiku(network));
        List<Entry> target = new ArrayList<>(Networks.nnx(network));
        Alignment.Result before = toNnx(source, target);
        Collections.shuffle(source, random);
        Collections.shuffle(target, random);
        assertThat(toNnx(source, target)).isEqualTo(before);
    }

    @Property(tries = 200)
    void renamedAttributesChangeNothingButTheirNames(@ForAll("networks") List<Layer> network)
            throws AlignmentException {
        List<Layer> renamed = network.stream().map(layer -> layer.renamed(layer.nnx().replaceAll("uu\\b", "uuvv")))
                .toList();
        if (toNnx(Networks.haiku(network), Networks.nnx(network)) instanceof Alignment.Mapped mapped
                && mapped.plan().steps().stream().noneMatch(step -> step.basis() == Basis.NAME)) {
            Alignment.Mapped after = (Alignment.Mapped) toNnx(Networks.haiku(renamed), Networks.nnx(renamed));
            assertThat(targets(after).values()).containsExactlyInAnyOrderElementsOf(targets(mapped).values());
            assertThat(bases(after)).isEqualTo(bases(mapped));
            network.forEach(layer -> assertThat(targets(after)).containsEntry(layer.nnx().replaceAll("uu\\b", "uuvv"),
                    targets(mapped).get(layer.nnx())));
        }
    }

    @Property(tries = 200)
    void thePlanOfTheWayBackIsThePlanBackwards(@ForAll("networks") List<Layer> network) throws AlignmentException {
        if (toNnx(Networks.haiku(network), Networks.nnx(network)) instanceof Alignment.Mapped there) {
            Alignment.Result back = Alignment.align(Style.NNX, Networks.nnx(network), KeyScheme.DOTTED, Style.HAIKU,
                    Networks.haiku(network), KeyScheme.SLASH,
                    Alignment.Options.DEFAULT);
            assertThat(back).isInstanceOfSatisfying(Alignment.Mapped.class,
                    mapped -> assertThat(mapped.plan().inverse().steps()).map(AlignmentPropertyTests::withoutBasis)
                            .containsExactlyInAnyOrderElementsOf(
                                    there.plan().steps().stream().map(AlignmentPropertyTests::withoutBasis).toList()));
        }
    }

    @Property(tries = 100)
    void addingALawNeverChangesAMatch(@ForAll("networks") List<Layer> network, @ForAll Set<Law> some, @ForAll Law more)
            throws AlignmentException {
        Problem problem = Matching.of(new Request(Style.HAIKU, Networks.haiku(network), KeyScheme.SLASH, Style.NNX,
                Networks.nnx(network), KeyScheme.DOTTED,
                Alignment.Options.DEFAULT)).unpinned();
        Set<Law> fewer = some.isEmpty() ? EnumSet.noneOf(Law.class) : EnumSet.copyOf(some);
        Set<Law> all = EnumSet.copyOf(fewer.isEmpty() ? EnumSet.of(more) : fewer);
        all.add(more);
        Verdict before = Verdict.of(problem, fewer, false);
        Verdict after = Verdict.of(problem, all, false);
        if (after.exists()) {
            IntStream.range(0, problem.size()).filter(before::isForced)
                    .forEach(t -> assertThat(after.agrees(before, t)).isTrue());
        }
    }

    @Property(tries = 300)
    void forcedMeansThatEveryLawfulMappingAgrees(@ForAll("networks") List<Layer> all, @ForAll Set<Law> laws)
            throws AlignmentException {
        List<Layer> network = all.size() > 7 ? all.subList(all.size() - 7, all.size()) : all;
        Problem problem = Matching.of(new Request(Style.HAIKU, Networks.haiku(network), KeyScheme.SLASH, Style.NNX,
                Networks.nnx(network), KeyScheme.DOTTED,
                Alignment.Options.DEFAULT)).unpinned();
        Set<Law> kept = laws.isEmpty() ? EnumSet.noneOf(Law.class) : EnumSet.copyOf(laws);
        Verdict verdict = Verdict.of(problem, kept, true);
        List<Set<Integer>> seen = Exhaustive.sources(problem, kept);
        assertThat(verdict.witnessed().stream().map(set -> set.stream().boxed().collect(Collectors.toSet())).toList())
                .isEqualTo(seen);
    }

    private static Alignment.Result toNnx(List<Entry> source, List<Entry> target) throws AlignmentException {
        return align(source, target, Alignment.Options.DEFAULT);
    }

    private static Alignment.Result align(List<Entry> source, List<Entry> target, Alignment.Options options)
            throws AlignmentException {
        return Alignment.align(Style.HAIKU, source, KeyScheme.SLASH, Style.NNX, target, KeyScheme.DOTTED, options);
    }

    private static Map<String, String> targets(Alignment.Mapped mapped) {
        return mapped.plan().steps().stream()
                .collect(Collectors.toMap(Step::target, Step::source, (a, _) -> a, TreeMap::new));
    }

    private static List<Basis> bases(Alignment.Mapped mapped) {
        return mapped.plan().steps().stream().sorted((a, b) -> a.source().compareTo(b.source())).map(Step::basis)
                .toList();
    }

    private static Step withoutBasis(Step step) {
        return new Step(step.kind(), step.source(), step.target(), Basis.SHAPE, step.moves(), step.sourceOnly(),
                step.targetOnly());
    }
}
