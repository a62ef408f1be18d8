package dev.ipcdemo.cli.option;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The option {@code --help}, for a command that has no version of its own. */
@Command
public final class HelpOption {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    private boolean help;

    /** Made by picocli. */
    public HelpOption() {}
}
