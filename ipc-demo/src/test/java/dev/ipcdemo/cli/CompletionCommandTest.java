package dev.ipcdemo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class CompletionCommandTest {

    @Test
    void knowsEveryCommandAndOption() {
        StringWriter out = new StringWriter();
        assertThat(Main.run(new PrintWriter(out), new PrintWriter(out), "completion"))
                .isZero();
        new CommandLine(new Main()).getSubcommands().forEach((name, command) -> {
            String function = out.toString()
                    .replaceFirst("(?s).*\nfunction _picocli_ipc-demo_" + name + "\\(\\) \\{", "")
                    .replaceFirst("(?s)\n}\n.*", "");
            assertThat(function).contains(names(command.getCommandSpec()));
        });
    }

    private static List<String> names(CommandSpec command) {
        return command.options().stream()
                .flatMap(option -> List.of(option.names()).stream())
                .map(name -> "'" + name + "'")
                .toList();
    }
}
