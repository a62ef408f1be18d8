package dev.ipcdemo.cli;

import dev.ipcdemo.cli.terminal.StandardOutput;
import dev.ipcdemo.launch.StandardError;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Runs the commands that should start quickly, for nobody to see, so that the JVM can note which classes they load;
 * {@code bin/ipc-demo} has it put these into an archive (class-data sharing).
 */
final class Rehearsal {

    private static final String[][] COMMANDS = {
        {"families"},
        {"--help"},
        {"no-such-command"},
        {"resolve", "localhost"},
        {"demo"},
        {"demo", "echo", "--transport", "all", "--scope", "in-process"},
    };

    /** A command that hangs must not keep everybody from starting. On a busy machine, all of them took 14 s. */
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private Rehearsal() {}

    /**
     * Runs them all. A failure among them leaves classes out of the archive, and no more; it is said, for who looks.
     *
     * @param args not used
     * @throws InterruptedException if interrupted
     */
    public static void main(String[] args) throws InterruptedException {
        StandardError.install();
        Thread rehearsal = new Thread(Rehearsal::runAll, "rehearsal");
        rehearsal.setDaemon(true);
        rehearsal.start();
        rehearsal.join(LIMIT.toMillis());
        System.exit(0);
    }

    private static void runAll() {
        PrintWriter out = new PrintWriter(new StandardOutput().untilNobodyReads(), true, StandardCharsets.UTF_8);
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        for (String[] command : COMMANDS) {
            StringWriter said = new StringWriter();
            int status = Main.run(nowhere, new PrintWriter(said), command);
            if (status == 1) {
                out.println("failed: " + String.join(" ", command) + ": " + said);
            }
        }
        out.println("rehearsed");
    }
}
