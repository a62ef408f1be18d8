package dev.ipcdemo.frameworks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ipcdemo.compare.carrier.Acceptor;
import dev.ipcdemo.compare.carrier.Carrier;
import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.carrier.TransportCarrier;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.Transports;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(300)
class TlsTest {

    private static final int CONNECTIONS = 5;
    private static final String MARK = "of the first connection";

    /** A client's channel, and what encrypts it. */
    private record Client(MessageChannel channel, SSLEngine engine) {}

    /** Whose TLS it is. */
    enum Library {
        JDK(new Tls.OverTcp()) {
            @Override
            Client connect(String[] address, boolean resumes) throws IOException {
                StreamTransport tcp = (StreamTransport) Transports.byScheme("tcp");
                SSLEngine engine = TlsIdentity.clientEngine(address[1], resumes);
                return new Client(
                        new TlsChannel(
                                tcp.connect(
                                        Endpoint.parse(address[0]), TransportCarrier.options(cell, Settings.DEFAULT)),
                                engine,
                                cell,
                                cell.replySizes()),
                        engine);
            }
        },
        OPENSSL(new NettyTls.OverTcp()) {
            @Override
            Client connect(String[] address, boolean resumes) throws IOException {
                SslHandler tls = BoringSsl.client(address[1], resumes);
                return new Client(((NettyTls) row).connect(address[0], cell, Settings.DEFAULT, tls), tls.engine());
            }
        };

        final Carrier row;
        final Cell cell;

        Library(Carrier row) {
            this.row = row;
            cell = Cell.of(Pattern.CONNECT, row.name(), Scope.IN_PROCESS);
        }

        /** @param address that of the server, and its certificate */
        abstract Client connect(String[] address, boolean resumes) throws IOException;

        private ByteBuffer buffer() {
            return ByteBuffer.allocateDirect(cell.messageBytes() + 1);
        }
    }

    /** A session keeps what was put into it, so a resumed one has it, too. */
    private static List<Object> marksOfSessions(Library library, boolean resumes) throws IOException {
        Optional<String> refusal = library.row.refusal(library.cell);
        assumeTrue(refusal.isEmpty(), refusal::orElseThrow);
        CompletableFuture<String> address = new CompletableFuture<>();
        CompletableFuture<Void> server = CompletableFuture.runAsync(() -> echo(library, address));
        List<Object> marks = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            Client client = library.connect(address.join().split(" "), resumes);
            try (MessageChannel channel = client.channel()) {
                channel.send(library.buffer().limit(library.cell.messageBytes()));
                channel.receive(library.buffer());
                SSLSession session = client.engine().getSession();
                marks.add(String.valueOf(session.getValue(MARK)));
                session.putValue(MARK, MARK);
                assertThat(session.getProtocol()).isEqualTo("TLSv1.3");
                assertThat(session.getCipherSuite()).isEqualTo("TLS_AES_128_GCM_SHA256"); // whoever's it is
            }
        }
        server.join();
        return marks;
    }

    private static void echo(Library library, CompletableFuture<String> address) {
        try (Acceptor acceptor = library.row.open(library.cell, Settings.DEFAULT)) {
            address.complete(acceptor.address());
            ByteBuffer buffer = library.buffer();
            for (int i = 0; i < CONNECTIONS; i++) {
                try (MessageChannel channel = acceptor.accept()) {
                    while (channel.receive(buffer) >= 0) {
                        channel.send(buffer);
                    }
                }
            }
        } catch (IOException e) {
            address.completeExceptionally(e);
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aResumedHandshakeGoesOnWithTheSessionOfTheFirst(Library library) throws IOException {
        assertThat(marksOfSessions(library, true)).containsExactly("null", MARK, MARK, MARK, MARK);
    }

    @ParameterizedTest
    @EnumSource
    void aFullHandshakeDoesNot(Library library) throws IOException {
        assertThat(marksOfSessions(library, false)).containsOnly("null");
    }
}
