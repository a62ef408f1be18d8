package dev.ipcdemo.launch.container;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs a program of this host that helps to build an image. */
final class Subprocess {

    private Subprocess() {}

    /** Returns what it prints. If it fails, the exception has what it printed. */
    static String run(String... command) throws IOException {
        Outcome outcome = attempt(List.of(command));
        if (outcome.status != 0) {
            throw new IOException(command[0] + " failed with status " + outcome.status + ": " + outcome.output.strip());
        }
        return outcome.output;
    }

    /** How a program ended. */
    record Outcome(int status, String output) {}

    static Outcome attempt(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Outcome(process.waitFor(), output);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while running " + command.get(0), e);
        }
    }
}
