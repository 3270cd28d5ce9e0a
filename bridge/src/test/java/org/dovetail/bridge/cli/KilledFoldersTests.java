package org.dovetail.bridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.dovetail.bridge.convert.SmallFiles;
import org.dovetail.bridge.format.Node;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ends processes that make folders, at random moments: there is none, the old one or the complete new one, and the next run is told what it needs. */
class KilledFoldersTests {
    private static final int ENDS = 6;
    private static final int LONGEST_MILLIS = 100;
    private static final int ARRAYS = 20;
    private static final int ELEMENTS = 1 << 13;

    @TempDir
    Path folder;

    private List<Path> sources = List.of();
    private List<Map<String, String>> complete = List.of();

    @BeforeEach
    void makeSources() throws IOException {
        sources = List.of(checkpoint("a.npz", 1), checkpoint("b.npz", 2));
        complete = new ArrayList<>();
        for (Path source : sources) {
            complete.add(SmallFiles.bits(source));
        }
    }

    private Path checkpoint(String name, float first) throws IOException {
        SequencedMap<String, Node> nodes = new LinkedHashMap<>();
        for (int i = 0; i < ARRAYS; i++) {
            nodes.put("net/linear_" + i + "/w", Node.Leaf.of(SmallFiles.counting(first + i, ELEMENTS)));
        }
        return SmallFiles.write(folder.resolve(name), nodes);
    }

    @ParameterizedTest
    @CsvSource({"SHARDS, target, KILLED", "SHARDS, target_%d, KILLED", "ORBAX, target, KILLED",
            "ORBAX, target_%d, KILLED", "ORBAX, target, TOLD", "ORBAX, target_%d, TOLD", "FILE, target.npz, TOLD"})
    void endedAtAnyMomentWhatIsThereIsComplete(ConvertLoop.Made made, String name, EndedLoop.Ending ending)
            throws Exception {
        SplittableRandom random = new SplittableRandom(27);
        List<Callable<Path>> ends = new ArrayList<>();
        for (int end = 0; end < ENDS; end++) {
            int moment = random.nextInt(LONGEST_MILLIS);
            Path place = folder.resolve("end_" + end);
            ends.add(() -> {
                EndedLoop.run(ending, moment, made, place, name, sources);
                return place;
            });
        }
        for (Path place : EndedLoop.all(ends)) {
            for (String found : EndedLoop.names(place)) {
                check(ending, place.resolve(found));
            }
            goOn(made, place);
        }
    }

    private void check(EndedLoop.Ending ending, Path found) throws IOException {
        String name = found.getFileName().toString();
        boolean left = name.matches("target(_\\d+)?\\.old|\\.target(_\\d+)?\\.\\w{12}\\.tmp");
        if (ending == EndedLoop.Ending.TOLD) {
            assertThat(left).as(found.toString()).isFalse();
        }
        if (name.matches("target(_\\d+|\\.npz)?(\\.old)?")) {
            assertThat(complete).as(found.toString()).contains(SmallFiles.bits(found));
        } else {
            assertThat(left || name.equals("begun") || name.equals("target.npz.dovetail.json")).as(found.toString())
                    .isTrue();
        }
    }

    /** The next run for each target is complete and leaves nothing, once a folder that was set aside is put back or moved away, as a line says. */
    private void goOn(ConvertLoop.Made made, Path place) throws IOException {
        for (String found : EndedLoop.names(place)) {
            if (found.endsWith(".old")) {
                Path target = place.resolve(found.substring(0, found.length() - 4));
                Path away = folder.resolve(place.getFileName() + "_old");
                Files.move(place.resolve(found), Files.exists(target) ? away : target);
            }
        }
        for (String found : EndedLoop.names(place)) {
            if (found.matches("\\.target.*tmp|target.*") && !found.endsWith(".json")) {
                Path target = place.resolve(found.replaceFirst("\\.(.*)\\.\\w{12}\\.tmp", "$1"));
                made.convert(sources.getFirst(), target);
                assertThat(SmallFiles.bits(target)).isEqualTo(complete.getFirst());
            }
        }
        assertThat(EndedLoop.names(place)).allMatch(
                name -> name.matches("begun|target(_\\d+)?|target\\.npz(\\.dovetail\\.json)?"));
    }

    @Test
    void betweenTheTwoRenamesTheOldFolderIsKeptAndNamed() throws IOException {
        Path target = folder.resolve("target");
        Path old = folder.resolve("target.old");
        ConvertLoop.Made.ORBAX.convert(sources.getFirst(), old);
        Path unfinished = Files.createDirectory(folder.resolve(".target.0123456789ab.tmp"));
        ConvertLoop.Made.ORBAX.convert(sources.getLast(), unfinished.resolve("target"));
        Files.createFile(unfinished.resolve("lock"));
        String told = ": is missing, but " + old + " is there: an interrupted run with --overwrite left it; put it back"
                + " with mv " + old + " " + target;

        Object[] convert = {"convert", sources.getLast(), target, "--to", "haiku", "--format", "orbax", "--overwrite"};
        assertThat(Ran.command("inspect", target).onlyError()).isEqualTo("dovetail inspect: " + target + told);
        assertThat(Ran.command(convert).onlyError()).isEqualTo("dovetail convert: " + target + told);
        assertThat(SmallFiles.bits(old)).isEqualTo(complete.getFirst());

        Files.move(old, target);
        assertThat(Ran.command(convert).status()).isZero();
        assertThat(EndedLoop.names(folder)).containsExactlyInAnyOrder("a.npz", "b.npz", "target");
    }

    @Test
    void betweenTheLastTwoRenamesBothFoldersAreComplete() throws IOException {
        Path target = folder.resolve("target");
        Path old = folder.resolve("target.old");
        ConvertLoop.Made.ORBAX.convert(sources.getLast(), target);
        ConvertLoop.Made.ORBAX.convert(sources.getFirst(), old);
        assertThat(Ran.command("convert", sources.getFirst(), target, "--to", "haiku", "--format", "orbax",
                "--overwrite").onlyError())
                .isEqualTo("dovetail convert: " + target + ": cannot be replaced while " + old + " is there, the name"
                        + " under which it makes room; move or remove that first");
        assertThat(SmallFiles.bits(target)).isEqualTo(complete.getLast());
        assertThat(SmallFiles.bits(old)).isEqualTo(complete.getFirst());
    }
}
