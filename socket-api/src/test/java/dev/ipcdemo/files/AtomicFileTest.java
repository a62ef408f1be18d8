package dev.ipcdemo.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
class AtomicFileTest {

    @TempDir
    private Path directory;

    @Test
    void isMadeWithTheUsualPermissions() throws IOException {
        Path file = directory.resolve("new");
        AtomicFile.write(file, "content");
        assertThat(file).hasContent("content");
        assertThat(Files.getPosixFilePermissions(file))
                .isEqualTo(Files.getPosixFilePermissions(Files.createFile(directory.resolve("usual"))));
        assertThat(entries()).containsExactlyInAnyOrder("new", "usual");
    }

    @Test
    void isReplacedAndKeepsItsPermissions() throws IOException {
        Path file = Files.writeString(directory.resolve("old"), "a longer text");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-x-w-"));
        AtomicFile.write(file, "new");
        assertThat(file).hasContent("new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-x-w-");
        assertThat(entries()).containsExactly("old");
    }

    @Test
    void keepsItsOwner() throws Exception {
        OtherUser.assumePossible(directory);
        Files.setAttribute(directory, "unix:mode", 01777);
        OtherUser.run(directory, "echo old >file");
        Path file = directory.resolve("file");
        AtomicFile.write(file, "new");
        assertThat(file).hasContent("new");
        assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(65534);
        assertThat(Files.getAttribute(file, "unix:gid")).isEqualTo(65534);
    }

    @Test
    void isReplacedWhereALinkLeads() throws IOException {
        Path file =
                Files.writeString(Files.createDirectory(directory.resolve("in")).resolve("file"), "old");
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("in/file"));
        AtomicFile.write(link, "new");
        assertThat(link).isSymbolicLink();
        assertThat(file).hasContent("new");
    }

    @Test
    void isMadeWhereALinkLeads() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("file"));
        AtomicFile.write(link, "new");
        assertThat(link).isSymbolicLink();
        assertThat(directory.resolve("file")).hasContent("new");
    }

    @Test
    void saysThatLinksLeadInACircle() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("link"));
        assertThatThrownBy(() -> AtomicFile.write(link, "new"))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining(link.toString());
    }

    @Test
    void namesTheFileWhoseDirectoryIsMissing() {
        Path file = directory.resolve("nowhere/file");
        assertThatThrownBy(() -> AtomicFile.write(file, "new"))
                .isInstanceOfSatisfying(
                        NoSuchFileException.class, e -> assertThat(e.getFile()).contains("nowhere"));
    }

    @Test
    void isWrittenIntoAFifo() throws Exception {
        Path fifo = directory.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        CompletableFuture<String> read = CompletableFuture.supplyAsync(() -> contentOf(fifo));
        AtomicFile.write(fifo, "new");
        assertThat(read.get()).isEqualTo("new");
        assertThat(entries()).containsExactly("fifo");
    }

    private static String contentOf(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void namesTheDeviceThatIsFull() {
        assumeTrue(Files.exists(Path.of("/dev/full")), "there is no /dev/full");
        assertThatThrownBy(() -> AtomicFile.write(Path.of("/dev/full"), "new"))
                .isInstanceOf(FileSystemException.class)
                .hasMessage("/dev/full: No space left on device");
    }

    @Test
    void leavesTheDeviceThatTakesAllInItsPlace() throws IOException {
        assumeTrue(Files.exists(Path.of("/dev/null")), "there is no /dev/null");
        AtomicFile.write(Path.of("/dev/null"), "new");
        assertThat(Files.readAttributes(Path.of("/dev/null"), "isOther")).containsEntry("isOther", true);
    }

    /** Writes to its own standard output by name, between two other outputs. */
    static final class Printer {
        public static void main(String[] args) throws IOException {
            System.out.println("first");
            AtomicFile.write(Path.of(args[0]), "second\n");
        }
    }

    @Test
    void thatIsStandardOutputKeepsWhatWasPrintedBefore() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/stdout")), "there is no /dev/stdout");
        Path output = Files.writeString(directory.resolve("output"), "");
        Process printer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Printer.class.getName(),
                        "/dev/stdout")
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(printer.waitFor()).isZero();
        assertThat(output).hasContent("first\nsecond\n");
    }

    @Test
    void isKeptWhenTheDiskIsFull() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(directory)) {
            Path file = Files.writeString(disk.path().resolve("old"), "old");
            assertThatThrownBy(() -> AtomicFile.write(file, "x".repeat(SmallDisk.BYTES + 1)))
                    .isInstanceOf(FileSystemException.class)
                    .hasMessage(file + ": No space left on device");
            assertThat(file).hasContent("old");
            assertThat(entries()).containsExactly("old");
        }
    }

    /** As a container does with one file of its host: nothing can be renamed to its name. */
    @Test
    void isOverwrittenWhereItIsAMountOfItsOwnAndKeptIfItDoesNotFit() throws Exception {
        Path place = Files.createDirectory(directory.resolve("disk"));
        Path file = Files.createFile(directory.resolve("file"));
        try (SmallDisk disk = SmallDisk.mount(place)) {
            Path source = Files.writeString(disk.path().resolve("source"), "old");
            disk.bind(source, file);
            AtomicFile.write(file, "new");
            assertThat(source).hasContent("new");
            assertThatThrownBy(() -> AtomicFile.write(file, "x".repeat(SmallDisk.BYTES + 1)))
                    .hasMessage(file + ": No space left on device");
            assertThat(source).hasContent("new");
        }
    }

    private List<String> entries() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }
}
