package dev.ipcdemo.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The option {@code --help}, for a command that has no version of its own. */
@Command
final class HelpOption {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    private boolean help;

    /** Made by picocli. */
    HelpOption() {}
}
