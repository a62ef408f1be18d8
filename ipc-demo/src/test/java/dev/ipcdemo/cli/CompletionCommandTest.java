package dev.ipcdemo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class CompletionCommandTest {

    @Test
    void knowsEveryCommandAndOption() {
        StringWriter out = new StringWriter();
        assertThat(Main.run(new PrintWriter(out), new PrintWriter(out), "completion"))
                .isZero();
        assertThat(commandsBelow("ipc-demo", new CommandLine(new Main())))
                .containsKeys("ipc-demo_compare", "ipc-demo_cluster_compare")
                .allSatisfy((name, command) -> {
                    String function = out.toString()
                            .replaceFirst("(?s).*\nfunction _picocli_" + name + "\\(\\) \\{", "")
                            .replaceFirst("(?s)\n}\n.*", "");
                    assertThat(function).contains(names(command.getCommandSpec()));
                });
    }

    /** All commands below one, by the names on the way to it. */
    private static Map<String, CommandLine> commandsBelow(String name, CommandLine command) {
        Map<String, CommandLine> all = new LinkedHashMap<>();
        command.getSubcommands().forEach((below, subcommand) -> {
            all.put(name + "_" + below, subcommand);
            all.putAll(commandsBelow(name + "_" + below, subcommand));
        });
        return all;
    }

    /** Of its options, and of the commands below it. */
    private static List<String> names(CommandSpec command) {
        return Stream.concat(
                        command.options().stream()
                                .flatMap(option -> List.of(option.names()).stream())
                                .map(name -> "'" + name + "'"),
                        command.subcommands().keySet().stream())
                .toList();
    }
}
