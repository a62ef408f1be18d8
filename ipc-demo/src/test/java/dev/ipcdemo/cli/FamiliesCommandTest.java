package dev.ipcdemo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ipcdemo.cli.terminal.FamiliesTable;
import dev.ipcdemo.families.Families;
import dev.ipcdemo.families.Families.Family;
import dev.ipcdemo.families.Families.Host;
import dev.ipcdemo.families.Families.Type;
import dev.ipcdemo.families.Families.Use;
import dev.ipcdemo.families.KernelAnswer;
import dev.ipcdemo.sockets.Availability;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FamiliesCommandTest {

    @ParameterizedTest
    @ValueSource(strings = {"families", "-v families", "families --json"})
    void namesEveryDomain(String arguments) {
        assertThat(run(arguments.split(" ")))
                .contains(
                        "AF_INET",
                        "AF_INET6",
                        "AF_UNIX",
                        "AF_VSOCK",
                        "AF_TIPC",
                        "AF_X25",
                        "PF_X25",
                        "AF_NETLINK",
                        "AF_PACKET");
    }

    @Test
    void printsTheSameWithAndWithoutTheParser() {
        assertThat(run("families")).isEqualTo(run("-v", "families"));
    }

    @Test
    void fitsAHundredColumnsAndEndsWithWhatToRunNext() {
        List<String> lines = run("families").lines().toList();
        assertThat(lines).allMatch(line -> line.length() <= 100).noneMatch(line -> line.endsWith(" "));
        assertThat(lines.get(lines.size() - 1)).startsWith("Next: ").contains("ipc-demo demo echo");
    }

    @Test
    void aLongReasonIsContinuedInItsColumn() {
        String reason = "the junixsocket native library could not be loaded: it is neither where it was last seen nor"
                + " anywhere else";
        Use use = new Use("junix", "junixsocket 9", Availability.unavailable(reason));
        Type type = new Type("SOCK_STREAM", "", new KernelAnswer(true, "yes", ""), List.of(use), "");
        String table = FamiliesTable.of(
                new Families(
                        new Host("Linux", "6", "amd64", "17", "me"),
                        List.of(new Family("AF_UNIX", "a path", List.of(type)))),
                100);
        assertThat(table.lines()).allMatch(line -> line.length() <= 100);
        assertThat(table.replaceAll("\\s+", " ")).contains("junixsocket 9; not supported: " + reason);
    }

    @Test
    void aReasonThatSeveralHaveIsToldOnce() {
        Availability missing = Availability.unavailable("needs Java 99");
        Type type = new Type(
                "SOCK_STREAM",
                "",
                new KernelAnswer(true, "yes", ""),
                List.of(new Use("a", "calls", missing), new Use("b", "calls", missing)),
                "");
        String table = FamiliesTable.of(
                new Families(
                        new Host("Linux", "6", "amd64", "17", "me"),
                        List.of(new Family("AF_UNIX", "a path", List.of(type)))),
                100);
        assertThat(table)
                .containsOnlyOnce("calls; not supported: needs Java 99")
                .containsOnlyOnce("calls; not supported: as above");
    }

    @Test
    void jsonCanBeRead() throws Exception {
        JsonNode families = JsonMapper.builder().build().readTree(run("families", "--json"));
        assertThat(families.at("/host/java").asText()).isEqualTo(System.getProperty("java.version"));
        assertThat(families.at("/domains/0/name").asText()).isEqualTo("AF_INET");
        assertThat(families.at("/domains/0/types/0/kernel/word").asText()).isNotEmpty();
        assertThat(families.at("/domains/0/types/0/transports/0/scheme").asText())
                .isEqualTo("tcp");
    }

    private static String run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
        assertThat(status).as(err.toString()).isZero();
        assertThat(err.toString()).isEmpty();
        return out.toString();
    }
}
