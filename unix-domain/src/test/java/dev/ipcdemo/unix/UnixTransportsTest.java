package dev.ipcdemo.unix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.Transports;
import dev.ipcdemo.sockets.contract.Content;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the four transports are found, and how they work together. */
@Timeout(600)
class UnixTransportsTest {

    @TempDir
    private Path directory;

    @Test
    void areFoundInTheOrderOfTheirTypes() {
        assertThat(Transports.all())
                .extracting(Transport::scheme)
                .containsExactly("unix", "junix", "unixgram", "unixpacket");
        assertThat(Transports.all())
                .allSatisfy(transport -> assertThat(transport.domains()).containsExactly(Domain.AF_UNIX));
    }

    @Test
    void areFoundByTheirScheme() {
        assertThat(Transports.stream("unix")).isInstanceOf(UnixTransport.class);
        assertThat(Transports.packet("unixgram")).isInstanceOf(UnixgramTransport.class);
        assertThatThrownBy(() -> Transports.byScheme("carrier-pigeon"))
                .hasMessage("there is no transport 'carrier-pigeon'; choose from unix, junix, unixgram, unixpacket");
        assertThatThrownBy(() -> Transports.stream("unixgram"))
                .hasMessage("'unixgram' has no connections to accept: it sends datagrams");
        assertThatThrownBy(() -> Transports.packet("unix")).hasMessage("'unix' sends no datagrams: it has connections");
    }

    @Test
    void sayWhoMakesTheirSystemCalls() {
        assertThat(Transports.byScheme("unix").implementation()).isEqualTo("JDK");
        assertThat(Transports.byScheme("junix").implementation()).matches("junixsocket \\d+\\.\\d+.*");
    }

    @ParameterizedTest
    @CsvSource({"unix, junix", "junix, unix"})
    void talkToEachOther(String server, String client) throws Exception {
        assumeTrue(
                Junixsocket.library().isAvailable(), () -> Junixsocket.library().toString());
        String path = directory.resolve("s").toString();
        try (Listener listener =
                        Transports.stream(server).listen(Endpoint.parse(server + ":" + path), Options.DEFAULT);
                Connection connection =
                        Transports.stream(client).connect(Endpoint.parse(client + ":" + path), Options.DEFAULT);
                Connection accepted = listener.accept()) {
            connection.sendFully(Content.of("hello"));
            ByteBuffer received = ByteBuffer.allocate(5);
            accepted.recvFully(received);

            assertThat(Content.textOf(received)).isEqualTo("hello");
        }
    }
}
