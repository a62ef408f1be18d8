package dev.ipcdemo.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenerTest {

    @TempDir
    private Path directory;

    private Path page;
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void thereIsAPage() throws IOException {
        page = Files.writeString(directory.resolve("a page.html"), "<!doctype html>");
        environment.put("PATH", directory.resolve("none") + ":" + directory);
        environment.put("DISPLAY", ":0");
    }

    /** A program that notes its arguments, a line each. */
    private void install(String name, int exitStatus) throws IOException {
        Path program = directory.resolve(name);
        Files.writeString(program, "#!/bin/sh\nprintf '%s\\n' \"$@\" >'" + opened() + "'\nexit " + exitStatus + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }

    private Path opened() {
        return directory.resolve("opened");
    }

    private Optional<String> open(String system) {
        return new Opener(system, environment, Duration.ofMinutes(5)).open(page);
    }

    @ParameterizedTest
    @CsvSource({"Linux, xdg-open", "FreeBSD, xdg-open", "Mac OS X, open"})
    void opensByTheProgramOfTheSystem(String system, String program) throws IOException {
        install(program, 0);
        assertThat(open(system)).isEmpty();
        assertThat(Files.readAllLines(opened())).isEqualTo(List.of(page.toString()));
    }

    @Test
    void onWindowsStartIsABuiltInThatTakesATitleFirst() throws IOException {
        install("cmd.exe", 0);
        assertThat(open("Windows 11")).isEmpty();
        assertThat(Files.readAllLines(opened()))
                .containsExactly("/c", "start", "", page.toUri().toString());
    }

    @Test
    void saysThatThereIsNoDisplay() throws IOException {
        install("xdg-open", 0);
        environment.remove("DISPLAY");
        assertThat(open("Linux").orElseThrow()).startsWith("there is no display");
        assertThat(opened()).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"WAYLAND_DISPLAY, wayland-0", "BROWSER, lynx"})
    void aDisplayIsNotTheOnlyWayToABrowser(String variable, String value) throws IOException {
        install("xdg-open", 0);
        environment.remove("DISPLAY");
        environment.put(variable, value);
        assertThat(open("Linux")).isEmpty();
        assertThat(opened()).exists();
    }

    @Test
    void saysThatTheProgramIsMissingOrFailed() throws IOException {
        assertThat(open("Linux")).contains("xdg-open is not on the PATH");
        install("xdg-open", 3);
        assertThat(open("Linux")).contains("xdg-open ended with 3");
    }
}
