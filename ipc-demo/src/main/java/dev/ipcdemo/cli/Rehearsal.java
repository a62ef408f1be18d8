package dev.ipcdemo.cli;

import java.io.PrintWriter;
import java.io.Writer;

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

    private Rehearsal() {}

    /**
     * Runs them all; a failure among them does not matter here.
     *
     * @param args not used
     */
    public static void main(String[] args) {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        for (String[] command : COMMANDS) {
            Main.run(nowhere, nowhere, command);
        }
        System.exit(0);
    }
}
