package dev.ipcdemo.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** What a command printed, and how it ended. */
record CommandLineUse(int status, String output, String errors) {

    static CommandLineUse of(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Main.run(new PrintWriter(out), new PrintWriter(err), args);
        return new CommandLineUse(status, out.toString(), err.toString());
    }
}
