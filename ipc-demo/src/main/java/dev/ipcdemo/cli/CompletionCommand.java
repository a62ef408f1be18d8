package dev.ipcdemo.cli;

import dev.ipcdemo.cli.option.HelpOption;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Spec;

/** {@code ipc-demo completion}. */
@Command(
        name = "completion",
        description = "Print a script by which bash and zsh complete commands, options and values.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:printed", "1:could not be written", "2:wrong usage"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(bin/ipc-demo completion)",
            "  bin/ipc-demo completion > ~/.local/share/bash-completion/completions/ipc-demo",
            "",
            "The first is for this shell, or for each to come if it stands in ~/.bashrc or ~/.zshrc."
        })
final class CompletionCommand implements Callable<Integer> {

    /**
     * picocli completes one value of one word; but the next one of a list begins behind the comma, and bash takes a colon
     * for the end of a word and replaces only what is behind it.
     */
    private static final String WORDS = """

            function _complete_ipc-demo_words() {
              local ahead=
              if [[ -n "${BASH_VERSION:-}" && "$COMP_WORDBREAKS" == *:* ]]; then
                read -ra COMP_WORDS <<< "${COMP_LINE:0:COMP_POINT}"
                [[ "${COMP_LINE:0:COMP_POINT}" != *[[:space:]] ]] || COMP_WORDS+=( "" )
                COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 ))
                ahead=${COMP_WORDS[COMP_CWORD]}
                ahead=${ahead%"${ahead##*:}"}
              fi
              _complete_ipc-demo_list "$@"
              [[ -z "$ahead" ]] || COMPREPLY=( "${COMPREPLY[@]#"$ahead"}" )
            }

            function _complete_ipc-demo_list() {
              _complete_ipc-demo "$@"
              local word=${COMP_WORDS[COMP_CWORD]} candidate
              [[ "$word" == *,* ]] || return 0
              for candidate in "${COMPREPLY[@]}"; do
                [[ "$candidate" != "$word"* ]] || return 0
              done
              COMP_WORDS[COMP_CWORD]=${word##*,}
              _complete_ipc-demo "$@"
              local candidates=( "${COMPREPLY[@]}" )
              COMPREPLY=()
              for candidate in "${candidates[@]}"; do
                COMPREPLY+=( "${word%,*},$candidate" )
              done
            }

            complete -F _complete_ipc-demo_words -o default ipc-demo
            """;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    /** Made by picocli. */
    CompletionCommand() {}

    @Override
    public Integer call() {
        CommandLine ipcDemo = new CommandLine(new Main());
        List.copyOf(ipcDemo.getSubcommands().entrySet()).forEach(command -> {
            ipcDemo.getCommandSpec().removeSubcommand(command.getKey());
            ipcDemo.addSubcommand(command.getKey(), flat(command.getValue().getCommandSpec()));
        });
        PrintWriter out = spec.commandLine().getOut();
        out.print(AutoComplete.bash(ipcDemo.getCommandName(), ipcDemo));
        out.print(WORDS);
        out.flush();
        return 0;
    }

    /**
     * The same command, and those below it, without groups of options, in which none could be replaced. picocli sees that a path is wanted, but not
     * when it is optional.
     */
    private static CommandSpec flat(CommandSpec command) {
        CommandSpec flat = CommandSpec.create().name(command.name());
        for (OptionSpec option : command.options()) {
            if (option.inherited()) {
                continue; // which comes with being a subcommand
            }
            boolean isOptionalPath = option.type() == Optional.class
                    && List.of(option.auxiliaryTypes()).contains(Path.class);
            flat.addOption(
                    isOptionalPath
                            ? OptionSpec.builder(option.names())
                                    .type(Path.class)
                                    .build()
                            : OptionSpec.builder(option).build());
        }
        command.positionalParameters()
                .forEach(parameter -> flat.addPositional(
                        PositionalParamSpec.builder(parameter).build()));
        command.subcommands().forEach((name, below) -> flat.addSubcommand(name, flat(below.getCommandSpec())));
        return flat;
    }
}
