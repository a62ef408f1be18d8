package dev.ipcdemo.cli;

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
        ipcDemo.getSubcommands().values().forEach(command -> completeFiles(command.getCommandSpec()));
        PrintWriter out = spec.commandLine().getOut();
        out.print(AutoComplete.bash(ipcDemo.getCommandName(), ipcDemo));
        out.print(WORDS);
        out.flush();
        return 0;
    }

    /** picocli sees that a path is wanted, but not when it is optional. */
    private static void completeFiles(CommandSpec command) {
        for (OptionSpec option : List.copyOf(command.options())) {
            if (option.type() == Optional.class
                    && List.of(option.auxiliaryTypes()).contains(Path.class)) {
                command.remove(option);
                command.addOption(
                        OptionSpec.builder(option.names()).type(Path.class).build());
            }
        }
    }
}
