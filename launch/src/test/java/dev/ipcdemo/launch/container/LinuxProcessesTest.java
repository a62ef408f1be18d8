package dev.ipcdemo.launch.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class LinuxProcessesTest {

    private static final String BOOT = "c12752e3-1957-4e71-aacb-dd9f67b174c7";
    private static final String OTHER_BOOT = "0d9cf3a1-5d5a-4a3e-9f0c-8f1f0a1b2c3d";
    private static final String HOST = "pid:[4026531836]";
    private static final String CONTAINER = "pid:[4026532193]";

    private static final int INIT = 1;
    private static final int THIS = 7;
    private static final int OTHER = 8;
    private static final long START = 345_678;

    @TempDir
    private Path directory;

    private Path here;

    @BeforeEach
    void bootsAHost() throws IOException {
        here = proc("here", BOOT, HOST);
        process(here, OTHER, START);
    }

    /** What a process with the id {@link #THIS} finds in {@code /proc}. */
    private Path proc(String name, String boot, String namespace) throws IOException {
        Path proc = directory.resolve(name);
        Files.createDirectories(proc.resolve("sys/kernel/random"));
        Files.writeString(proc.resolve("sys/kernel/random/boot_id"), boot + "\n");
        process(proc, INIT, 0);
        process(proc, THIS, 1000);
        Files.createSymbolicLink(proc.resolve("self"), Path.of(Integer.toString(THIS)));
        Files.createDirectory(proc.resolve("self/ns"));
        Files.createSymbolicLink(proc.resolve("self/ns/pid"), Path.of(namespace));
        return proc;
    }

    private static void process(Path proc, int pid, long start) throws IOException {
        Path process = Files.createDirectories(proc.resolve(Integer.toString(pid)));
        Files.writeString(
                process.resolve("stat"),
                pid + " (a) (name) S 1 7 7 0 -1 4194304 9 9 9 9 1 1 1 1 20 0 30 0 " + start + " 4096 12\n");
    }

    private static void ends(Path proc, int pid) throws IOException {
        Path process = proc.resolve(Integer.toString(pid));
        Files.delete(process.resolve("stat"));
        Files.delete(process);
    }

    /** The process with the id {@link #OTHER}, as it is told in what it has made. */
    private Owner other(String boot, String namespace) {
        return new Owner(boot + ":" + namespace, OTHER, START);
    }

    private static LinuxProcesses in(Path proc) throws IOException {
        return new LinuxProcesses(proc);
    }

    @Test
    void thisProcessIsToldByBootNamespaceIdAndStart() throws IOException {
        assertThat(in(here).self()).isEqualTo(new Owner(BOOT + ":" + HOST, THIS, 1000));
        assertThat(in(here).haveLost(in(here).self())).isFalse();
    }

    @Test
    void aProcessThatRunsIsNotLost() throws IOException {
        assertThat(in(here).haveLost(other(BOOT, HOST))).isFalse();
    }

    @Test
    void aProcessThatHasEndedIsLost() throws IOException {
        ends(here, OTHER);
        assertThat(in(here).haveLost(other(BOOT, HOST))).isTrue();
    }

    @Test
    void aProcessWhoseIdIsUsedAgainIsLost() throws IOException {
        process(here, OTHER, START + 1);
        assertThat(in(here).haveLost(other(BOOT, HOST))).isTrue();
    }

    /** A container without a network of its own has the host's name, and the engine's socket may be mounted. */
    @Test
    void aProcessOfAnotherNamespaceIsNotJudged() throws IOException {
        ends(here, OTHER);
        assertThat(in(here).haveLost(other(BOOT, CONTAINER))).isFalse();
        assertThat(in(proc("container", BOOT, CONTAINER)).haveLost(other(BOOT, HOST)))
                .isFalse();
    }

    /** It may be of another machine with the same name, which uses the same engine. */
    @Test
    void aProcessOfAnotherBootIsNotJudged() throws IOException {
        ends(here, OTHER);
        assertThat(in(here).haveLost(other(OTHER_BOOT, HOST))).isFalse();
    }

    @Test
    void aProcessThatIsToldByItsHostsNameIsNotJudged() throws IOException {
        ends(here, OTHER);
        assertThat(in(here).haveLost(new Owner("a-host", OTHER, START))).isFalse();
    }

    @Test
    void aProcessThatCannotBeReadIsNotLost() throws IOException {
        Files.delete(here.resolve(OTHER + "/stat"));
        assertThat(in(here).haveLost(other(BOOT, HOST))).isFalse();
    }

    @Test
    void aProcessThatMayBeHiddenIsNotLost() throws IOException {
        ends(here, INIT);
        ends(here, OTHER);
        assertThat(in(here).haveLost(other(BOOT, HOST))).isFalse();
    }

    @Test
    void aSystemThatDoesNotTellItsBootIsRefused() throws IOException {
        Files.delete(here.resolve("sys/kernel/random/boot_id"));
        assertThatIOException().isThrownBy(() -> in(here));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theRealOnesAreReadToo() throws Exception {
        Processes real = Processes.visible();
        assertThat(real).isInstanceOf(LinuxProcesses.class);
        assertThat(real.haveLost(real.self())).isFalse();
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        assertThat(real.haveLost(new Owner(real.self().place(), ended.pid(), 1)))
                .isTrue();
    }
}
