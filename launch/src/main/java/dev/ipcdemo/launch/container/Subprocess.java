package dev.ipcdemo.launch.container;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Programs of this host that help to make an image. */
final class Subprocess {

    private Subprocess() {}

    /** What it prints; what it says when it fails is in the exception. */
    static String run(String... command) throws IOException {
        Outcome outcome = attempt(List.of(command));
        if (outcome.status != 0) {
            throw new IOException(command[0] + " failed with " + outcome.status + ": " + outcome.output.strip());
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
            throw new IOException("interrupted while " + command.get(0) + " ran", e);
        }
    }
}
