package dev.ipcdemo.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipcdemo.sockets.contract.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(600)
class PrivateDirectoryTest {

    /** As {@code /tmp} has it: everybody may write, and nobody may touch what is another's. */
    private static final int STICKY_FOR_ALL = 01777;

    @TempDir
    private Path place;

    /** Not below the place: what must survive. */
    @TempDir
    private Path elsewhere;

    private String usualName;

    @BeforeEach
    void letOthersIn() throws IOException {
        Files.setAttribute(place, "unix:mode", STICKY_FOR_ALL);
        usualName = "ipc-demo-" + Files.getAttribute(place, "unix:uid");
    }

    @Test
    void onlyItsOwnerMayUseIt() throws IOException {
        try (PrivateDirectory directory = PrivateDirectory.createIn(place)) {
            assertThat(permissions(directory.path())).isEqualTo("rwx------");
            assertThat(directory.path()).startsWith(place.resolve(usualName));
            assertThat(permissions(place.resolve(usualName))).isEqualTo("rwx--x--x");
        }
    }

    @Test
    void ofFilesInMemoryIsWhereTheyCanBe() throws IOException {
        assertThat(PrivateDirectory.inMemory(place)).isEqualTo(place);
        assertThat(PrivateDirectory.inMemory(Files.createFile(place.resolve("file"))))
                .isEqualTo(usual());
        assertThat(PrivateDirectory.inMemory(place.resolve("missing"))).isEqualTo(usual());
    }

    private static Path usual() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void goesWithAllThatIsInIt() throws IOException {
        Path kept = Files.writeString(elsewhere.resolve("kept"), "kept");
        try (PrivateDirectory directory = PrivateDirectory.createIn(place)) {
            Path deep = Files.createDirectories(directory.path().resolve("a/b/c"));
            Files.writeString(deep.resolve("file"), "gone");
            Files.createSymbolicLink(deep.resolve("link"), elsewhere);
            Files.createSymbolicLink(deep.resolve("dangling"), place.resolve("nowhere"));
        }
        assertThat(entries(place)).isEmpty();
        assertThat(kept).hasContent("kept");
    }

    @Test
    void leavesTheOthersOfItsProcess() throws IOException {
        try (PrivateDirectory one = PrivateDirectory.createIn(place)) {
            PrivateDirectory another = PrivateDirectory.createIn(place);
            another.close();
            another.close();
            assertThat(another.path()).doesNotExist();
            assertThat(one.path()).isDirectory();
        }
        assertThat(entries(place)).isEmpty();
    }

    @Test
    void isNotMadeWhereThereIsNothing() {
        assertThatThrownBy(() -> PrivateDirectory.createIn(place.resolve("nowhere")))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("nowhere");
    }

    /** Makes one directory with a file in it, says where it is, and waits. */
    static final class Maker {
        public static void main(String[] args) throws Exception {
            PrivateDirectory directory = PrivateDirectory.createIn(Path.of(args[0]));
            Files.writeString(directory.path().resolve("file"), "");
            System.out.println(directory.path());
            new CountDownLatch(1).await();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HUP", "TERM"})
    void goesWhenItsProcessIsToldToEnd(String signal) throws Exception {
        try (JavaProcess maker = JavaProcess.start(Maker.class, List.of(), place.toString())) {
            assertThat(Path.of(maker.readLine())).isDirectory();
            maker.signal(signal);
            maker.exitStatus();
            assertThat(entries(place)).isEmpty();
        }
    }

    /** Makes directories until the JVM has ended, and says so when that has begun. */
    static final class EndlessMaker {
        public static void main(String[] args) throws Exception {
            Path place = Path.of(args[0]);
            PrivateDirectory.createIn(place);
            for (int thread = 0; thread < 4; thread++) {
                new Thread(() -> makeMany(place)).start();
            }
            System.exit(3);
        }

        private static void makeMany(Path place) {
            try {
                for (int count = 0; count < 100_000; count++) {
                    Files.writeString(PrivateDirectory.createIn(place).path().resolve("file"), "");
                }
            } catch (IOException ending) {
                // nothing is made any more
            }
        }
    }

    @Test
    void isNotMadeAnyMoreWhenTheProcessIsEnding() throws Exception {
        try (JavaProcess maker = JavaProcess.start(EndlessMaker.class, List.of(), place.toString())) {
            assertThat(maker.exitStatus()).isEqualTo(3);
            assertThat(entries(place)).isEmpty();
        }
    }

    @Test
    void ofAKilledProcessTheNextOneRemovesAndOnlyThat() throws Exception {
        try (JavaProcess dead = JavaProcess.start(Maker.class, List.of(), place.toString());
                JavaProcess live = JavaProcess.start(Maker.class, List.of(), place.toString())) {
            Path left = Path.of(dead.readLine());
            Path inUse = Path.of(live.readLine());
            dead.kill();
            dead.exitStatus();
            assertThat(left.resolve("file")).exists();

            PrivateDirectory.createIn(place).close();

            assertThat(left.getParent()).doesNotExist();
            assertThat(inUse.resolve("file")).exists();
        }
    }

    /** Removes what the dead have left. */
    static final class Sweeper {
        public static void main(String[] args) throws Exception {
            ProcessDirectory.sweep(Path.of(args[0]));
        }
    }

    @Test
    void isInUseForOthersAlsoAfterItsProcessHasSwept() throws Exception {
        try (PrivateDirectory directory = PrivateDirectory.createIn(place)) {
            ProcessDirectory.sweep(place); // closing another descriptor of the lock's file would drop the lock
            try (JavaProcess another = JavaProcess.start(Sweeper.class, List.of(), place.toString())) {
                assertThat(another.exitStatus()).isZero();
            }
            assertThat(directory.path()).isDirectory();
        }
    }

    /** A program that outlives its starter may write into a directory again that was removed already. */
    @Test
    void withoutALockIsRemoved() throws Exception {
        Path left = Files.createDirectories(place.resolve(usualName + "/abcde/1/context"));
        Files.writeString(left.resolve("file"), "");
        makePrivate();
        ProcessDirectory.sweep(place);
        assertThat(entries(place)).isEmpty();
    }

    /** Services that remove old files from /tmp also take the lock of a server that has been there for long. */
    @Test
    void withoutALockStaysIfThereIsASocketOrAFifoInIt() throws Exception {
        Path left = Files.createDirectories(place.resolve(usualName + "/abcde/1"));
        assertThat(new ProcessBuilder("mkfifo", left.resolve("s").toString())
                        .start()
                        .waitFor())
                .isZero();
        makePrivate();
        ProcessDirectory.sweep(place);
        assertThat(left.resolve("s")).exists();
    }

    private void makePrivate() throws IOException {
        Files.setPosixFilePermissions(place.resolve(usualName), PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void isMadeElsewhereWhereAnotherUserHasTakenItsName() throws Exception {
        OtherUser.assumePossible(place);
        OtherUser.run(place, "mkdir -p " + usualName + "/abcde; touch " + usualName + "/abcde/precious");

        try (PrivateDirectory directory = PrivateDirectory.createIn(place)) {
            assertThat(Files.getAttribute(directory.path(), "unix:uid")).isEqualTo(0);
            assertThat(Files.getAttribute(directory.path().getParent().getParent(), "unix:uid"))
                    .isEqualTo(0);
        }
        assertThat(place.resolve(usualName + "/abcde/precious")).exists();
        assertThat(entries(place)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ln -s VICTIM NAME",
                "mkfifo NAME",
                "mkdir -m 0777 NAME; ln -s VICTIM NAME/abcde; touch NAME/abcde.lock",
                "mkdir -m 0777 NAME; mkfifo NAME/lock NAME/abcde.lock",
                "mkdir NAME-abcde; ln -s VICTIM NAME-abcde/abcde",
                "mkdir ipc-demo-image-abcde; touch ipc-demo-image-abcde/lock",
                "mkdir ipc-demo-image-abcde; mkfifo ipc-demo-image-abcde/lock"
            })
    void whatAnotherUserPutsThereIsNotTouched(String preparation) throws Exception {
        OtherUser.assumePossible(place);
        Path precious = makePrecious();
        OtherUser.run(place, preparation.replace("NAME", usualName).replace("VICTIM", elsewhere.toString()));
        List<Path> before = tree(place);

        PrivateDirectory.createIn(place).close();
        ProcessDirectory.sweep(place);

        assertThat(precious).hasContent("precious");
        assertThat(tree(place)).isEqualTo(before);
    }

    /** A file of this user's, in a directory that has the names that are looked for. */
    private Path makePrecious() throws IOException {
        Files.writeString(elsewhere.resolve("abcde.lock"), "");
        return Files.writeString(
                Files.createDirectory(elsewhere.resolve("abcde")).resolve("file"), "precious");
    }

    @Test
    void nothingIsLostToAUserWhoSwapsTheNameAllTheTime() throws Exception {
        OtherUser.assumePossible(place);
        Path precious = makePrecious();
        // Killed, the shell would leave a program that is at work in the directory.
        String swapping = "i=0; while [ ! -e stop ] && [ $i -lt 20000 ]; do i=$((i+1));"
                + " mkdir NAME; rmdir NAME; ln -s VICTIM NAME; rm -f NAME; mkfifo NAME; rm -f NAME; done 2>/dev/null";
        Process other =
                OtherUser.start(place, swapping.replace("NAME", usualName).replace("VICTIM", elsewhere.toString()));
        try {
            for (int round = 0; round < 300; round++) {
                try (PrivateDirectory directory = PrivateDirectory.createIn(place)) {
                    assertThat(directory.path().toRealPath()).startsWith(place.toRealPath());
                    assertThat(Files.getAttribute(directory.path(), "unix:uid", LinkOption.NOFOLLOW_LINKS))
                            .isEqualTo(0);
                }
            }
        } finally {
            Files.createFile(place.resolve("stop"));
            assertThat(other.waitFor(120, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(precious).hasContent("precious");
    }

    private static List<Path> entries(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        }
    }

    private static List<Path> tree(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.sorted().toList();
        }
    }
}
