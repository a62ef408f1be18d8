package dev.ipcdemo.frameworks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ipcdemo.compare.carrier.Acceptor;
import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.carrier.TransportCarrier;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.Transports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class TlsTest {

    private static final int CONNECTIONS = 5;
    private static final String MARK = "of the first connection";

    private final Cell cell = Cell.of(Pattern.CONNECT, "tls:tcp", Scope.IN_PROCESS);

    /** A session keeps what was put into it, so a resumed one has it, too. */
    private List<Object> marksOfSessions(boolean resumes) throws Exception {
        List<Object> marks = new ArrayList<>();
        try (Acceptor acceptor = new Tls.OverTcp().open(cell, Settings.DEFAULT)) {
            CompletableFuture<Void> server = CompletableFuture.runAsync(() -> echo(acceptor));
            String[] address = acceptor.address().split(" ");
            StreamTransport tcp = (StreamTransport) Transports.byScheme("tcp");
            for (int i = 0; i < CONNECTIONS; i++) {
                SSLEngine engine = TlsIdentity.clientEngine(address[1], resumes);
                try (MessageChannel channel = new TlsChannel(
                        tcp.connect(Endpoint.parse(address[0]), TransportCarrier.options(cell, Settings.DEFAULT)),
                        engine,
                        cell,
                        cell.replySizes())) {
                    channel.send(ByteBuffer.allocateDirect(cell.messageBytes()));
                    channel.receive(ByteBuffer.allocateDirect(cell.messageBytes() + 1));
                    SSLSession session = engine.getSession();
                    marks.add(String.valueOf(session.getValue(MARK)));
                    session.putValue(MARK, MARK);
                    assertThat(session.getProtocol()).isEqualTo("TLSv1.3");
                }
            }
            server.join();
        }
        return marks;
    }

    private void echo(Acceptor acceptor) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(cell.messageBytes() + 1);
        for (int i = 0; i < CONNECTIONS; i++) {
            try (MessageChannel channel = acceptor.accept()) {
                while (channel.receive(buffer) >= 0) {
                    channel.send(buffer);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void aResumedHandshakeGoesOnWithTheSessionOfTheFirst() throws Exception {
        assertThat(marksOfSessions(true)).containsExactly("null", MARK, MARK, MARK, MARK);
    }

    @Test
    void aFullHandshakeDoesNot() throws Exception {
        assertThat(marksOfSessions(false)).containsOnly("null");
    }
}
