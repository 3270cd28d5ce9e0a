package org.dovetail.bridge.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.dovetail.bridge.format.CheckpointException;
import org.dovetail.bridge.format.KeyScheme;
import org.dovetail.bridge.format.ReadOptions;
import org.dovetail.bridge.rules.Style;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceTests {
    @TempDir
    Path folder;

    @Test
    void nothingIsSeenUntilItIsPublishedAndNothingElseStays() throws IOException {
        Path target = Files.writeString(folder.resolve("model.npz"), "old");
        try (Workspace workspace = Workspace.beside(target)) {
            Files.writeString(workspace.file(), "new");
            Files.writeString(workspace.sideFile(), "side");
            assertThat(target).hasContent("old");
            assertThat(names()).filteredOn(name -> name.matches("\\.model\\.npz\\.[0-9a-f]{12}\\.tmp")).hasSize(1);
            assertThat(workspace.publish()).contains(folder.resolve("model.npz.dovetail.json"));
        }
        assertThat(target).hasContent("new");
        assertThat(names()).containsExactlyInAnyOrder("model.npz", "model.npz.dovetail.json");
    }

    @Test
    void aFailureLeavesTheOldFile() throws IOException {
        Path target = Files.writeString(folder.resolve("model.npz"), "old");
        assertThatThrownBy(() -> Replacement.of(target, file -> {
            Files.writeString(file, "half");
            throw new FileSystemException(file.toString(), null, "No space left on device");
        })).isInstanceOf(CheckpointException.class)
                .hasMessage(target + ": cannot be written: No space left on device");
        assertThatThrownBy(() -> Replacement.of(target, file -> {
            throw new CheckpointException(file, "cannot hold that");
        })).hasMessage(target + ": cannot hold that");
        Path source = folder.resolve("source.npz");
        assertThatThrownBy(() -> Replacement.of(target, _ -> {
            throw new CheckpointException(source, "is broken");
        })).hasMessage(source + ": is broken");
        assertThat(target).hasContent("old");
        assertThat(names()).containsExactly("model.npz");
    }

    @Test
    void placesThatCannotBeWrittenAreRefusedInALine() throws IOException {
        assertProblem(folder, "is a folder; name a file in it");
        Path missing = folder.resolve("missing").resolve("model.npz");
        assertProblem(missing, "there is no folder " + missing.getParent() + "; make it first");
        Path file = Files.writeString(folder.resolve("file"), "");
        Path inFile = file.resolve("model.npz");
        assertProblem(inFile, "there is no folder " + file + "; make it first");
        assertProblem(Path.of("/dev/null"),
                "is no regular file, so it cannot be replaced in one step; name another");
    }

    private static void assertProblem(Path out, String problem) {
        assertThatThrownBy(() -> Workspace.beside(out)).isInstanceOf(CheckpointException.class)
                .hasMessage(out + ": " + problem);
    }

    @Test
    void aLinkStaysALinkAndPermissionsStayAsTheyWere() throws IOException {
        Path real = Files.writeString(Files.createDirectory(folder.resolve("store")).resolve("v1.npz"), "old");
        Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-r-----"));
        Path link = Files.createSymbolicLink(folder.resolve("model.npz"), real);
        Replacement.of(link, file -> Files.writeString(file, "new"));
        assertThat(link).isSymbolicLink().hasContent("new");
        assertThat(real).hasContent("new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(real))).isEqualTo("rw-r-----");
    }

    @Test
    void aLinkToNothingIsNamed() throws IOException {
        for (String to : List.of("nowhere", "link")) {
            Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of(to));
            assertProblem(link, "is a link to " + to + ", where nothing is; name that place itself");
            Files.delete(link);
        }
    }

    @Test
    void whatAKilledRunLeftIsRemovedByTheNext() throws IOException {
        Path target = folder.resolve("model.npz");
        Path killed = Files.createDirectory(folder.resolve(".model.npz.0123456789ab.tmp"));
        Files.writeString(killed.resolve("model.npz"), "half");
        Files.writeString(killed.resolve("lock"), "");
        Path hardlyBegun = Files.createDirectory(folder.resolve(".model.npz.aaaaaaaaaaaa.tmp"));
        Path ofAnother = Files.createDirectory(folder.resolve(".other.npz.0123456789ab.tmp"));
        Replacement.of(target, file -> Files.writeString(file, "new"));
        assertThat(killed).doesNotExist();
        assertThat(hardlyBegun).doesNotExist();
        assertThat(ofAnother).exists();
    }

    @Test
    void whatAnotherRunIsWritingStays() throws IOException {
        Path target = folder.resolve("model.npz");
        Path inUse = Files.createDirectory(folder.resolve(".model.npz.0123456789ab.tmp"));
        Path half = Files.writeString(inUse.resolve("model.npz"), "half");
        try (FileChannel lock = FileChannel.open(inUse.resolve("lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE)) {
            assertThat(lock.lock().isValid()).isTrue();
            Replacement.of(target, file -> Files.writeString(file, "new"));
            assertThat(half).hasContent("half");
        }
    }

    private static void makeFolder(Path target, Workspace.Making making, String content) throws IOException {
        try (Workspace workspace = Workspace.beside(target, making, Progress.NONE)) {
            workspace
                    .write(file -> Files.writeString(Files.createDirectories(file.resolve("d")).resolve("x"), content));
            workspace.publish();
        }
    }

    @Test
    void aFolderIsMadeWhereNothingIs() throws IOException {
        Path target = folder.resolve("model");
        makeFolder(target, Workspace.Making.NEW_FOLDER, "new");
        assertThat(target.resolve("d/x")).hasContent("new");
        assertThat(names()).containsExactly("model");
        assertThatThrownBy(() -> Workspace.beside(target, Workspace.Making.NEW_FOLDER, Progress.NONE))
                .isInstanceOf(CheckpointException.class)
                .hasMessage(target + ": is there already; replace it with --overwrite");
    }

    @Test
    void aFolderIsReplacedOnlyWhenThatIsAskedFor() throws IOException {
        Path target = folder.resolve("model");
        makeFolder(target, Workspace.Making.NEW_FOLDER, "old");
        Path outside = Files.writeString(folder.resolve("outside"), "stays");
        Files.createSymbolicLink(target.resolve("link"), outside);
        makeFolder(target, Workspace.Making.REPLACED_FOLDER, "new");
        assertThat(target.resolve("d/x")).hasContent("new");
        assertThat(outside).hasContent("stays");
        assertThat(names()).containsExactlyInAnyOrder("model", "outside");
    }

    @Test
    void nothingIsReplacedWhileAnOldFolderIsInTheWay() throws IOException {
        Path target = folder.resolve("model");
        Path old = Files.createDirectory(folder.resolve("model.old"));
        assertThatThrownBy(() -> Workspace.beside(target, Workspace.Making.REPLACED_FOLDER, Progress.NONE))
                .hasMessage(target + ": is missing, but " + old + " is there: an interrupted run with --overwrite left"
                        + " it; put it back with mv " + old + " " + target);
        Files.createDirectory(target);
        assertThatThrownBy(() -> Workspace.beside(target, Workspace.Making.REPLACED_FOLDER, Progress.NONE))
                .hasMessage(target + ": cannot be replaced while " + old + " is there, the name under which it makes"
                        + " room; move or remove that first");
        assertThat(names()).containsExactlyInAnyOrder("model", "model.old");
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> Workspace.beside(file, Workspace.Making.REPLACED_FOLDER, Progress.NONE))
                .hasMessage(file + ": is a file, which a folder cannot replace; name another");
    }

    @Test
    void aFailureInsideAFolderNamesThePlaceThatTheUserKnows() throws IOException {
        Path target = folder.resolve("model");
        assertThatThrownBy(() -> {
            try (Workspace workspace = Workspace.beside(target, Workspace.Making.NEW_FOLDER, Progress.NONE)) {
                workspace.write(file -> {
                    Files.createDirectory(file);
                    throw new CheckpointException(file.resolve("part"), "is: broken");
                });
            }
        }).hasMessage(target.resolve("part") + ": is: broken");
        assertThat(names()).isEmpty();
    }

    @Test
    void whatAKilledRunLeftOfAFolderIsRemovedByTheNext() throws IOException {
        Path target = folder.resolve("model");
        Path killed = Files.createDirectory(folder.resolve(".model.0123456789ab.tmp"));
        Files.writeString(Files.createDirectories(killed.resolve("model/d")).resolve("x"), "half");
        Files.writeString(Files.createDirectories(killed.resolve("replaced/d")).resolve("x"), "half removed");
        Files.writeString(killed.resolve("lock"), "");
        makeFolder(target, Workspace.Making.NEW_FOLDER, "new");
        assertThat(killed).doesNotExist();
    }

    @Test
    void aRunKilledBetweenTwoFilesLosesNoSideData() throws IOException {
        Path folder = this.folder.toRealPath();
        Path source = SmallFiles.write(folder.resolve("source.npz"), SmallFiles.haiku());
        Path model = convert(source, "model.npz", KeyScheme.SLASH);
        Path other = convert(source, "other.npz", KeyScheme.DOTTED);
        Path side = SideData.fileBeside(model);
        Path waiting = SideData.fileWaitingBeside(model);

        Files.copy(SideData.fileBeside(other), waiting);
        assertThat(sideData(model).inverse().fromScheme()).as("before the file is replaced").isEqualTo(KeyScheme.SLASH);
        Files.move(other, model, StandardCopyOption.REPLACE_EXISTING);
        assertThat(sideData(model).inverse().fromScheme()).as("after it").isEqualTo(KeyScheme.DOTTED);

        Workspace.beside(model).close();
        assertThat(waiting).doesNotExist();
        assertThat(side).hasSameBinaryContentAs(SideData.fileBeside(other));
        Files.writeString(waiting, "of a run that was killed before it replaced the file");
        Workspace.beside(model).close();
        assertThat(waiting).doesNotExist();
        assertThat(sideData(model).inverse().fromScheme()).isEqualTo(KeyScheme.DOTTED);
    }

    private static SideData sideData(Path file) throws IOException {
        try (Source source = Source.open(file, ReadOptions.DEFAULT)) {
            return source.sideData().orElseThrow();
        }
    }

    private Path convert(Path in, String name, KeyScheme scheme) throws IOException {
        Path out = folder.resolve(name);
        try (Source source = Source.open(in, ReadOptions.DEFAULT)) {
            Conversion.of(source, Plans.identity(source.checkpoint(), Style.HAIKU, scheme), Conversion.Options.DEFAULT)
                    .write(out);
        }
        return out;
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
