package dev.ipcdemo.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipcdemo.sockets.Endpoint.AbstractName;
import dev.ipcdemo.sockets.Endpoint.AnyAbstractName;
import dev.ipcdemo.sockets.Endpoint.AnyName;
import dev.ipcdemo.sockets.Endpoint.HostPort;
import dev.ipcdemo.sockets.Endpoint.Name;
import dev.ipcdemo.sockets.Endpoint.PathName;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {

    static Stream<Arguments> forms() {
        return Stream.of(
                Arguments.of("tcp://127.0.0.1:7000", new HostPort("127.0.0.1", "7000")),
                Arguments.of("tcp://[::1]:echo", new HostPort("::1", "echo")),
                Arguments.of("tcp://[fe80::1%eth0]:7", new HostPort("fe80::1%eth0", "7")),
                Arguments.of("udp://:7000", new HostPort("", "7000")),
                Arguments.of("udp://localhost:http", new HostPort("localhost", "http")),
                Arguments.of("tcp://127.0.0.1:0", new HostPort("127.0.0.1", "0")),
                Arguments.of("unix:/tmp/a.sock", new PathName("/tmp/a.sock")),
                Arguments.of("unix:a.sock", new PathName("a.sock")),
                Arguments.of("unix:/tmp/with blank:and colon", new PathName("/tmp/with blank:and colon")),
                Arguments.of("junix:@name", new AbstractName("name")),
                Arguments.of("junix:@@/odd:name", new AbstractName("@/odd:name")),
                Arguments.of("tcp:", new AnyName()),
                Arguments.of("junix:@", new AnyAbstractName()));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void readsEveryFormAndWritesItAgain(String text, Name name) {
        Endpoint endpoint = Endpoint.parse(text);

        assertThat(endpoint.name()).isEqualTo(name);
        assertThat(endpoint.scheme()).isEqualTo(text.substring(0, text.indexOf(':')));
        assertThat(endpoint).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource({
        "unix:///tmp/a.sock, unix:/tmp/a.sock",
        "tcp://, tcp:",
        "unix:////tmp/a.sock, unix:////tmp/a.sock",
        "tcp://[localhost]:7, tcp://localhost:7"
    })
    void readsOtherWaysToWriteTheSame(String text, String usual) {
        assertThat(Endpoint.parse(text)).hasToString(usual);
        assertThat(Endpoint.parse(usual)).isEqualTo(Endpoint.parse(text));
    }

    @Test
    void writesAPathSoThatItIsReadAsAPath() {
        assertThat(Endpoint.parse(new Endpoint("unix", new PathName("//server/share")).toString())
                        .name())
                .isEqualTo(new PathName("//server/share"));
        assertThat(Endpoint.parse(new Endpoint("unix", new PathName("@home")).toString())
                        .name())
                .isEqualTo(new PathName("./@home"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp:", "junix:@"})
    void tellsWhetherItIsNamed(String unnamed) {
        assertThat(Endpoint.parse(unnamed).isNamed()).isFalse();
        assertThat(Endpoint.parse("tcp://127.0.0.1:0").isNamed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tcp", "/tmp/a.sock", ":7000"})
    void asksForASchemeAndAName(String text) {
        fails(
                text,
                "'" + text
                        + "' is not an endpoint: write SCHEME://HOST:PORT or SCHEME:PATH, as in tcp://127.0.0.1:7000 or"
                        + " unix:/tmp/a.sock");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "TCP://a:1 | 'TCP' is not a scheme: write one like tcp, udp, unix or junix, in lower case",
                "7tcp://a:1 | '7tcp' is not a scheme: write one like tcp, udp, unix or junix, in lower case",
                "tcp://localhost | the port is missing: write //HOST:PORT, as in //127.0.0.1:7000",
                "tcp://localhost: | a port must be a number or a service name",
                "tcp://::1:7000 | an IPv6 address needs brackets: write //[ADDRESS]:PORT",
                "tcp://[::1]7000 | an IPv6 address is written [ADDRESS]:PORT, as in [::1]:7000",
                "tcp://[::1 | an IPv6 address is written [ADDRESS]:PORT, as in [::1]:7000",
                "tcp://[::1]: | a port must be a number or a service name",
                "tcp://localhost:65536 | a port is a number from 0 to 65535",
                "udp://[::1]:99999999999 | a port is a number from 0 to 65535",
                "tcp://localhost:7000/ | the port must be the last part"
            })
    void saysWhatIsWrong(String text, String why) {
        fails(text, "'" + text + "' is not an endpoint: " + why);
    }

    @Test
    void takesNoNulCharacter() {
        fails("unix:/tmp/a\0b", "an endpoint must not contain a NUL character");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix:l\ufffdt.sock", "junix:@\ud800", "unixgram:\udc00\ud800", "tcp://l\ufffdt:7"})
    void takesNothingThatIsNoText(String text) {
        fails(
                text,
                "'" + text
                        + "' is not an endpoint: it contains bytes that are not UTF-8, or U+FFFD, which stands for them");
    }

    private static void fails(String text, String message) {
        assertThatThrownBy(() -> Endpoint.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void hasNoEmptyNames() {
        assertThatThrownBy(() -> new PathName("")).hasMessage("a path must not be empty");
        assertThatThrownBy(() -> new AbstractName("")).hasMessage("an abstract name must not be empty");
    }
}
