package dev.ipcdemo.cli.terminal;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Shows a page in the browser, by the program that the system has for it. */
public final class Opener {

    /** Some such programs stay as long as the browser does; one that cannot open anything says so sooner. */
    private static final Duration LIMIT = Duration.ofSeconds(3);

    /** What {@code bin/ipc-demo} found LC_ALL to be, which it sets for us; empty if it was not set. */
    private static final String LC_ALL = "ipc-demo.lc-all";

    private final String system;
    private final Map<String, String> environment;
    private final Duration limit;

    /** @param limit how long to wait for the program to say that it cannot open the page */
    Opener(String system, Map<String, String> environment, Duration limit) {
        this.system = system.toLowerCase(Locale.ROOT);
        this.environment = environment;
        this.limit = limit;
    }

    /**
     * Opens a page in a browser; where that does not work, says where the page is.
     *
     * @param page an existing file
     * @param err for what is said
     */
    public static void open(Path page, PrintWriter err) {
        new Opener(System.getProperty("os.name"), System.getenv(), LIMIT)
                .open(page)
                .ifPresent(why -> err.println(
                        "ipc-demo: no browser was opened: " + why + ". The page is " + page.toAbsolutePath() + "."));
    }

    /** Opens a page, or says why not. */
    Optional<String> open(Path page) {
        if (system.startsWith("windows")) {
            return start("cmd", "/c", "start", "", page.toUri().toString());
        }
        if (system.startsWith("mac")) {
            return start("open", page.toAbsolutePath().toString());
        }
        if (Stream.of("DISPLAY", "WAYLAND_DISPLAY", "BROWSER").noneMatch(this::isSet)) {
            return Optional.of("there is no display (DISPLAY, WAYLAND_DISPLAY and BROWSER are not set)");
        }
        return start("xdg-open", page.toAbsolutePath().toString());
    }

    private boolean isSet(String variable) {
        return !environment.getOrDefault(variable, "").isEmpty();
    }

    private Optional<String> start(String program, String... arguments) {
        Optional<Path> found = find(program);
        if (found.isEmpty()) {
            return Optional.of(program + " is not on the PATH");
        }
        List<String> command = new ArrayList<>(List.of(found.get().toString()));
        command.addAll(List.of(arguments));
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectOutput(Redirect.DISCARD).redirectError(Redirect.DISCARD);
            restoreLocale(builder.environment());
            Process process = builder.start();
            boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            return ended && process.exitValue() != 0
                    ? Optional.of(program + " ended with " + process.exitValue())
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.of(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("it was interrupted");
        }
    }

    private static void restoreLocale(Map<String, String> environment) {
        String locale = System.getProperty(LC_ALL);
        if (locale != null) {
            environment.remove("LC_ALL");
        }
        if (locale != null && !locale.isEmpty()) {
            environment.put("LC_ALL", locale);
        }
    }

    private Optional<Path> find(String program) {
        return Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator))
                .flatMap(directory -> Stream.of(Path.of(directory, program), Path.of(directory, program + ".exe")))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }
}
