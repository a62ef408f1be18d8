package dev.ipcdemo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@Timeout(600)
class WrongUsageTest {

    private static final String TEN = "xxxxxxxxxx";

    private static final String TOO_LONG = TEN + TEN + TEN + TEN + TEN + TEN + TEN + TEN + TEN + TEN + TEN + "xxxxx";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "serve --nonsense --help | Unknown option: '--nonsense'",
                "resolve --help a b | Unmatched argument",
                "serve | Missing required parameter: 'ENDPOINT'",
                "serve tcq: | there is no transport 'tcq' (did you mean tcp?); choose from tcp,",
                "serve tcp://host | the port is missing",
                "serve tcp:/a/path | 'tcp:/a/path' is not an endpoint of this transport: write tcp://HOST:PORT",
                "serve tcp: --service sing | there is no service 'sing'; choose from echo, discard",
                "serve tcp: --idle-timeout 5x | '5x' is not a time: write one like 500ms, 10s, 2m or 1h",
                "serve tcp: --idle-timeout -1s | '-1s' is not a time",
                "serve tcp: --max-message lots | 'lots' is not a size",
                "serve tcp: --max-message 0 | '0' is not a size",
                "serve tcp: --max-connections 0 | at least one connection must be allowed",
                "serve tcp: --backlog 0 | backlog must be at least 1, not 0",
                "serve unix: --mode rwx | 'rwx' is not a file mode: write octal digits or letters",
                "serve unix: --mode 0800 | '0800' is not a file mode",
                "serve localhost:7000 | 'localhost:7000' is not an endpoint: did you mean tcp://localhost:7000?",
                "connect [::1]:7000 | '[::1]:7000' is not an endpoint: did you mean tcp://[::1]:7000?",
                "connect 127.0.0.1:7000 | did you mean tcp://127.0.0.1:7000?",
                "connect :7000 | did you mean tcp://:7000?",
                "connect /tmp/a.sock | did you mean unix:/tmp/a.sock?",
                "connect ./a.sock | did you mean unix:./a.sock?",
                "connect @name | did you mean junix:@name?",
                "connect unix://tmp/a.sock | 'unix://tmp/a.sock' is not an endpoint: did you mean unix:/tmp/a.sock?",
                "connect tcp://127.0.0.1:99999 | 'tcp://127.0.0.1:99999' is not an endpoint: a port is a number from 0 to 65535",
                "connect unix:l\ufffdt.sock | it contains bytes that are not UTF-8",
                "resolve localhost:7000 | did you mean tcp://localhost:7000?",
                "report a.json --html l\ufffdt.html | 'l\ufffdt.html' is not a file: the name contains bytes",
                "report l\ufffdt.json --html a.html | 'l\ufffdt.json' is not a file: the name contains bytes",
                "connect | Missing required parameter: 'ENDPOINT'",
                "connect tcp: | 'tcp:' names no peer",
                "connect junix:@ | 'junix:@' names no peer",
                "connect tcp://127.0.0.1:1 --timeout soon | 'soon' is not a time",
                "connect tcp://127.0.0.1:1 --bind tcp://127.0.0.1:2 | --bind is for datagrams",
                "connect udp://127.0.0.1:1 --bind unixgram:/x | --bind needs an endpoint of the same scheme, udp",
                "resolve a b | Unmatched argument at index 2: 'b'",
                "resolve tcq://host:1 | there is no transport 'tcq'",
                "resolve tcp:/a/path | 'tcp:/a/path' is not an endpoint of this transport",
                "report /not/there.json --html x.html | /not/there.json: no such file or directory",
                "report pom.xml --html pom.xml | --html: pom.xml would overwrite the report pom.xml",
                "compare --quick --json target/a --csv target/a | --csv: target/a would overwrite the file of --json",
                "compare --quick --baseline pom.xml --csv pom.xml | --csv: pom.xml would overwrite the baseline",
                "compare --quick --baseline /not/there.json | --baseline: /not/there.json: no such file or directory",
                "compare --quick --json /not/there.json | --json: /not: no such file or directory",
                "compare --quick --csv /dev/null/x.csv | --csv: /dev/null: not a directory",
                "compare --quick --html / | --html: /: is a directory",
                "compare --peer tcp: | 'tcp:' names no peer: give the endpoint that its server printed",
                "relay tcp: | Missing required parameter: 'TARGET'",
                "relay tcp: udp://localhost:7 | 'tcp' is a stream, and 'udp' sends messages",
                "relay tcp: tcp://localhost:7 --loss 1% | --loss is a fault of messages, and 'tcp' is a stream",
                "relay udp: udp://localhost:7 --reset | --reset ends a connection, and 'udp' has none",
                "relay udp: udp://localhost:7 --loss lots | --loss must be from 0% to 100%, not 'lots'",
                "relay tcp: tcp://localhost:7 --reset --silent | --reset, --half-close and --silent exclude each other",
                "relay tcp: tcp://localhost:7 --direction up | there is no direction 'up'; choose from both, to-target",
                "relay tcp: tcp://localhost:7 --control tcp: | 'tcp:' cannot control a relay: it takes a stream of AF_UNIX",
                "relay tcp: unix:/tmp/" + TOO_LONG + " | resolve unix:/tmp/" + TOO_LONG
                        + ": name too long (it has 120 bytes, and at most 10",
                "relay junix:@ipc-demo-itself junix:@ipc-demo-itself | 'junix:@ipc-demo-itself' is the relay itself",
                "relay tcp: tcp: | 'tcp:' names no target: give the endpoint of a server",
                "serve tpc://:7000 | there is no transport 'tpc' (did you mean tcp?); choose from tcp",
                "demo echo --transport unx | there is no transport 'unx' (did you mean unix?); choose from tcp",
                "compare --transport unx | there is no row 'unx' (did you mean unix?); choose from tcp",
                "compare --pattern roundtrip | there is no pattern 'roundtrip' (did you mean round-trip?); choose from",
                "compare --size 1G | '1G' is not a size that can be used: the largest is 16M",
                "compare --size 64,20M | '20M' is not a size that can be used: the largest is 16M",
                "compare --wait BLOK | there is no way to wait 'BLOK'; choose from block, spin",
                "compare --wait BLOCK --pattern CONNECT --transport UDP | datagrams have no connections",
                "compare --open --html - | --open needs --html",
                "compare --quick --thorough | --quick and --thorough both say how long it takes: choose one",
                "compare --json a --csv b --json c | option '--json' should be specified only once",
                "compare --profile a.yaml --profile b.yaml | option '--profile' should be specified only once",
                "compare --quick --quick | option '--quick' should be specified only once",
                "compare --quick --profile src/test | --profile: src/test is a directory",
                "cluster compare --namespace a --namespace b | option '--namespace' should be specified only once",
                "compare --json - --csv - | --csv: - would overwrite the file of --json",
                "report pom.xml --open | --open needs --html",
                "compare --wait foo | there is no way to wait 'foo'; choose from block, spin",
                "compare --cpus sam | there is no placement 'sam' (did you mean same?); choose from same, split, free",
                "compare --threads x | there is no kind of thread 'x'; choose from platform, virtual",
                "compare --scope in-proces | there is no scope 'in-proces' (did you mean in-process?)",
                "compare --rate x | 'x' is not a whole number",
                "serve tcp: --backlog 9999999999 | '9999999999' is not a whole number of at most 2147483647",
                "cluster | a command is missing",
                "cluster compare | --namespace is missing, which says where the pods run",
                "cluster compare --namespace x --nodes a,a | a node is named twice in a,a",
                "cluster compare --namespace x --nodes a --selector b | by their names or by a selector, not by both",
                "cluster compare --namespace x --network pods | there is no network 'pods' (did you mean pod?)",
                "cluster compare --namespace x --transport tpc | there is no transport 'tpc'",
                "cluster compare --namespace x --transport all | there is no transport 'all'",
                "cluster compare --namespace x --transport pipe | there is no transport 'pipe'",
                "cluster compare --namespace x --transport tcp,posix+vsock | posix+vsock does not connect nodes: choose",
                "cluster compare --namespace x --transport unix --network pod,host | make no difference to unix: choose one",
                "cluster compare --namespace x --transport TCP --at-once 0 | at least one pair is measured at once, not 0",
                "cluster compare --namespace x --most-pairs 0 | at least one pair of nodes is measured, not 0",
                "cluster compare --namespace x --transport udp --pattern connect | pattern connect measures connections",
                "cluster compare --namespace x --transport tcp,udp --size 100K | a message of udp has at most 65507 bytes",
                "cluster compare --namespace x --pair-timeout 0 | the measurement of a pair takes some time",
                "cluster compare --namespace x --rounds 0 | --rounds takes 1 to 1000, and 0 is not",
                "cluster compare --namespace x --duration 1ms | --duration takes 5ms to 300s",
                "cluster compare --namespace x --size 64,64 | --size has 64 twice",
                "cluster compare --namespace x --pattern connect,CONNECT | --pattern has connect twice",
                "cluster compare --namespace x --image-pull-policy never | 'never' is not a pull policy; choose from Always,",
                "cluster compare --namespace x --tolerate a:NoRun | 'NoRun' is not an effect of a taint; choose from NoSch",
                "cluster compare --namespace x --cpu half | 'half' is not an amount of CPU; write one like 500m, 2 or 512Mi",
                "cluster compare --namespace x --memory 0Mi | '0Mi' is not an amount of memory",
                "cluster compare --namespace x --port 70000 | ports go from 1 to 65535: 70000 does not fit",
                "cluster compare --namespace x --port 2147483647 --transport tcp,udp | ports go from 1 to 65535",
                "cluster compare --namespace x --open | --open needs --html",
                "trace | Missing required parameter: 'COMMAND'",
                "trace -- true --- | a command is missing before or after '---'",
                "trace -- true --- true --- true | there are more than two commands",
                "trace --limit 0 -- true | --limit: must be at least 1",
                "trace --html /no-such-directory/a.html -- true | --html: /no-such-directory: no such file or directory",
                "trace --html pom.xml --output ./pom.xml -- true | --output: ./pom.xml would overwrite the file of --html",
                "trace --html - -- true | --html: this cannot be written to standard output; name a file",
                "trace --output - -- true | --output: this cannot be written to standard output; name a file",
                "relay tcp: tcp://localhost:7 --record - | --record: this cannot be written to standard output",
                "image --save - | --save: this cannot be written to standard output; name a file",
                "demo echo --html - --svg - | --svg: - would overwrite the file of --html",
                "demo echo --open --html - | --open needs --html, which says where the page is written",
                "lesson --html pom.xml/a/b | pom.xml: not a directory",
                "lesson --html pom.xml | --html: pom.xml: not a directory",
                "trace --linger soon -- true | 'soon' is not a time",
                "demo ecko | there is no demo 'ecko' (did you mean echo?); choose from echo,",
                "demo --explain | --explain needs the NAME of a demo",
                "demo --html demos.html | --html needs the NAME of a demo, or all",
                "demo echo --explain --html a.html | --html is for running a demo, and --explain does not run it",
                "demo echo --image-base x | --image-base is for the containers of --scope cross-host, which is not among",
                "compare --find-rate p99<200us --depth 8 | --find-rate finds rates, and cannot be used with --depth",
                "compare --find-rate p99<200us --streams 2 | --find-rate finds rates, and cannot be used with --streams",
                "compare --peer-wait 30s | there is no --peer to wait for; leave out --peer-wait",
                "compare --peer tcp://127.0.0.1:1 --with frameworks | only what the peer serves is measured",
                "compare --image-base x | without the containers of --scope cross-host there is no image; leave out",
                "compare --peer tcp://127.0.0.1:1 --scope cross-host --image-base x | there is no image; leave out",
                "compare --quiet --interval 1s | --quiet prints no figures, and cannot be used with --interval",
                "compare --quiet --details | --quiet prints no figures, and cannot be used with --details",
                "compare --threads event-loop | --threads event-loop is for pattern fan-in, which is not among --pattern",
                "compare --ab threads=event-loop as-is | threads=event-loop is for pattern fan-in, which is not among",
                "connect tcp://127.0.0.1:1 --linger 1s | --linger is for datagrams, and a connection of 'tcp' has an end",
                "serve tcp: --mode 0600 | --mode is for a socket file, and 'tcp:' has none",
                "serve junix:@a --mode 0600 | --mode is for a socket file, and 'junix:@a' has none",
                "serve udp: --shared-directory | --shared-directory is for a socket file, and 'udp:' has none",
                "serve udp: --backlog 9 | --backlog is for connections, and 'udp:' has none",
                "serve udp: --drain 30s | --drain is for connections, and 'udp:' has none",
                "serve tcp: --max-message 4k | --max-message is for messages, and 'tcp:' has none",
                "serve unix: --service chat --max-message 4k | --max-message is for messages, and 'unix:' has none",
                "serve tcp: --finish-timeout 5s | --finish-timeout is for chat, and for measure over connections; noth",
                "serve udp: --service measure --finish-timeout 5s | --finish-timeout is for chat, and for measure over",
                "relay tcp: tcp://localhost:7 --idle-timeout 5s | --idle-timeout is for datagrams, and 'tcp:' and 'tcp:",
                "relay tcp: unix:/tmp/a.sock --max-message 4k | --max-message is for messages, and 'tcp:' has none",
                "relay tcp: unix:/tmp/a.sock --mode 0600 | --mode is for a socket file, and 'tcp:' has none",
                "relay tcp: tcp://localhost:7 --show-bytes 64 | --show-bytes needs --show or --hex, which print what",
                "relay tcp: tcp://localhost:7 --direction to-target | --direction says where the faults are, and there are",
                "trace --linger 5s -- true | --linger is for two commands, and there is no '---'"
            })
    void isOneSentenceAndStatusTwo(String arguments, String sentence) {
        CommandLineUse use = CommandLineUse.of(arguments.split(" "));

        assertThat(use.status()).isEqualTo(2);
        assertThat(use.output()).isEmpty();
        assertThat(use.errors().lines())
                .hasSize(2)
                .first()
                .asString()
                .startsWith("ipc-demo: ")
                .contains(sentence);
        assertThat(use.errors()).endsWith(" --help'." + System.lineSeparator());
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "nonsense --help", "--help nonsense", "nonsense -h", "nonsense --version"})
    void aCommandThatIsNotKnownIsWrongUsageAlsoWhenHelpIsAskedFor(String arguments) {
        CommandLineUse use = CommandLineUse.of(arguments.split(" "));

        assertThat(use.status()).isEqualTo(2);
        assertThat(use.output()).isEmpty();
        assertThat(use.errors())
                .startsWith("ipc-demo: Unmatched argument at index ")
                .contains("'nonsense'");
    }

    @ParameterizedTest
    @CsvSource({
        "help, Usage: ipc-demo [-hvV] COMMAND",
        "help demo, Usage: ipc-demo demo",
        "version, ipc-demo ",
    })
    void wordsThatOneTriesFirst(String arguments, String start) {
        CommandLineUse use = CommandLineUse.of(arguments.split(" "));

        assertThat(use.status()).isZero();
        assertThat(use.output()).startsWith(start);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void helpSaysWhatTheStatusMeansAndGivesExamples(String command) {
        CommandLineUse use = CommandLineUse.of(command, "--help");

        assertThat(use.status()).isZero();
        assertThat(use.errors()).isEmpty();
        assertThat(use.output())
                .startsWith("Usage: ipc-demo " + command)
                .contains("Exit status:", "Examples:", "ipc-demo " + command)
                .doesNotContain("${");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void noExampleIsBroken(String command) {
        String[] examples = mainCommand()
                .getSubcommands()
                .get(command)
                .getCommandSpec()
                .usageMessage()
                .footer();

        assertThat(CommandLineUse.of(command, "--help").output().lines())
                .containsAll(Stream.of(examples)
                        .filter(line -> line.startsWith(" "))
                        .map(line -> line.replace("%%", "%")) // which picocli takes for a format
                        .toList());
    }

    @Test
    void theHelpOfAllSaysWhatTheStatusMeans() {
        assertThat(CommandLineUse.of("--help").output())
                .contains("Exit status:", "0   done", "3   a gate of compare did not hold");
    }

    static Stream<String> commands() {
        return mainCommand().getSubcommands().keySet().stream();
    }

    private static CommandLine mainCommand() {
        return Main.commandLine(new PrintWriter(Writer.nullWriter()), new PrintWriter(Writer.nullWriter()));
    }
}
