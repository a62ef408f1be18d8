package dev.ipcdemo.frameworks;

import dev.ipcdemo.compare.carrier.Acceptor;
import dev.ipcdemo.compare.carrier.Carrier;
import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.carrier.TransportCarrier;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.compare.plan.Wait;
import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.Reach;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.Transports;
import java.io.IOException;
import java.util.Optional;
import javax.net.ssl.SSLEngine;

/**
 * TLS 1.3 by the JDK's {@link SSLEngine}, over a connection of the same transport that is a row without it.
 *
 * <p>As the JSSE Reference Guide recommends, there is one {@code SSLContext} for all connections, buffers have the sizes
 * that the session asks for, and protocols and cipher suites are the JDK's defaults
 * (https://docs.oracle.com/en/java/javase/17/security/java-secure-socket-extension-jsse-reference-guide.html). An engine
 * made without a host and port offers no session, so its handshake is full; one made with them resumes the session of the
 * last connection (same guide, "SSLEngine").
 */
abstract class Tls implements Carrier {

    private final Kind kind;
    private final String scheme;

    /** What the client does when it connects. */
    private enum Kind {
        FULL("tls:", "full"),
        RESUMED("tls-resumed:", "resumed");

        private final String prefix;
        private final String handshake;

        Kind(String prefix, String handshake) {
            this.prefix = prefix;
            this.handshake = handshake;
        }
    }

    private Tls(Kind kind, String scheme) {
        this.kind = kind;
        this.scheme = scheme;
    }

    /** Over TCP. */
    public static final class OverTcp extends Tls {
        /** Made by ServiceLoader. */
        public OverTcp() {
            super(Kind.FULL, "tcp");
        }
    }

    /** Over AF_UNIX. */
    public static final class OverUnix extends Tls {
        /** Made by ServiceLoader. */
        public OverUnix() {
            super(Kind.FULL, "unix");
        }
    }

    /** Over TCP, with resumed sessions. */
    public static final class ResumedOverTcp extends Tls {
        /** Made by ServiceLoader. */
        public ResumedOverTcp() {
            super(Kind.RESUMED, "tcp");
        }
    }

    /** Over AF_UNIX, with resumed sessions. */
    public static final class ResumedOverUnix extends Tls {
        /** Made by ServiceLoader. */
        public ResumedOverUnix() {
            super(Kind.RESUMED, "unix");
        }
    }

    @Override
    public String name() {
        return kind.prefix + scheme;
    }

    @Override
    public String description() {
        return "TLS 1.3 by SSLEngine over " + scheme + ", " + kind.handshake
                + " handshake; a record for each message of up to 16 KiB, copied once on each side";
    }

    @Override
    public Optional<String> over() {
        return Optional.of("raw:" + scheme);
    }

    private StreamTransport transport() {
        return (StreamTransport) Transports.byScheme(scheme);
    }

    @Override
    public Optional<String> refusal(Cell cell) {
        if (!transport().availability().isAvailable()) {
            return Optional.of(transport().availability().reason());
        }
        return kind == Kind.RESUMED && cell.pattern() != Pattern.CONNECT
                ? Optional.of("only connecting differs from tls:" + scheme)
                : Optional.empty();
    }

    @Override
    public Optional<String> refusal(Cell cell, Settings settings) {
        return refusal(cell).or(() -> transport().refusal(TransportCarrier.options(cell, settings)));
    }

    @Override
    public boolean parksVirtualThreads() {
        return transport().parksVirtualThreads();
    }

    /** The address is the endpoint and the certificate, which the client is to trust. */
    @Override
    public Acceptor open(Cell cell, Settings settings) throws IOException {
        Reach reach = cell.scope() == Scope.CROSS_HOST ? Reach.OTHER_HOSTS : Reach.THIS_HOST;
        TlsIdentity identity = TlsIdentity.ofThisJvm();
        Endpoint where = transport().anyEndpoint(transport().domains().first(), reach);
        Listener listener = transport().listen(where, TransportCarrier.options(cell, settings));
        return Acceptor.of(
                listener.localEndpoint() + " " + identity.certificate(),
                () -> new TlsChannel(accept(listener, cell), identity.serverEngine(), cell, cell.requestSizes()),
                listener);
    }

    private static Connection accept(Listener listener, Cell cell) throws IOException {
        if (cell.waiting() == Wait.BLOCK) {
            return listener.accept();
        }
        Optional<Connection> accepted = listener.tryAccept();
        while (accepted.isEmpty()) {
            Thread.yield();
            accepted = listener.tryAccept();
        }
        return accepted.get();
    }

    @Override
    public MessageChannel connect(String address, Cell cell, Settings settings) throws IOException {
        String[] parts = address.split(" ");
        Options options = TransportCarrier.options(cell, settings);
        SSLEngine engine = TlsIdentity.clientEngine(parts[1], kind == Kind.RESUMED);
        return new TlsChannel(transport().connect(Endpoint.parse(parts[0]), options), engine, cell, cell.replySizes());
    }
}
