package dev.ipcdemo.compare.wire;

import dev.ipcdemo.compare.carrier.ConnectionChannel;
import dev.ipcdemo.compare.carrier.Idle;
import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.result.Arrivals;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketTransport;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.Transports;
import dev.ipcdemo.sockets.threads.Threads;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The connection to a server of the measure service, which somebody started elsewhere: a greeting, and then messages. */
public final class PeerChannel implements MessageChannel {

    /** How long a client waits for the answer to a greeting or a request. */
    public static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(10);

    /** After this time a datagram that was not answered is sent again. */
    private static final long AGAIN_NS = TimeUnit.MILLISECONDS.toNanos(250);

    private final Endpoint endpoint;
    private final Connection connection;
    private final SessionTerms terms;
    private final MessageChannel messages;
    private final Idle idle;
    private final boolean isStream;
    private final boolean isDatagrams;
    private final Consumer<HandshakeMessage.Welcome> welcomed;
    private boolean isWelcome;
    private long roundTripNs;
    private long sent;

    private PeerChannel(
            Endpoint endpoint,
            Transport transport,
            Connection connection,
            SessionTerms terms,
            Idle idle,
            Consumer<HandshakeMessage.Welcome> welcomed) {
        this.endpoint = endpoint;
        this.welcomed = welcomed;
        this.connection = connection;
        this.terms = terms;
        this.idle = idle;
        messages = new ConnectionChannel(connection, terms.sizes(), idle);
        isStream = !connection.keepsMessageBoundaries();
        isDatagrams = !transport.type().isConnected();
    }

    /**
     * Connects and greets. Where connecting is what is measured, the answer to the greeting is read with the first reply, so
     * that there is one round trip and not two.
     *
     * @param endpoint where the server listens
     * @param terms what this client will do
     * @param options for the connection
     * @param idle what to do while there is nothing to receive
     * @param welcomed is told what the server says of itself when it has answered, on the thread that reads the answer
     * @return a connection that measured messages can be sent over
     * @throws IOException if the server cannot be reached, does not speak the protocol, or refuses
     */
    public static PeerChannel open(
            Endpoint endpoint,
            SessionTerms terms,
            Options options,
            Idle idle,
            Consumer<HandshakeMessage.Welcome> welcomed)
            throws IOException {
        Transport transport = Transports.byScheme(endpoint.scheme());
        Connection connection = transport instanceof StreamTransport streams
                ? streams.connect(endpoint, options)
                : ((PacketTransport) transport).connect(endpoint, options);
        PeerChannel channel = new PeerChannel(endpoint, transport, connection, terms, idle, welcomed);
        try {
            if (terms.pattern() == Pattern.CONNECT) {
                channel.sendAll(new HandshakeMessage.Greeting(Cookie.NONE, terms).toBytes());
            } else {
                channel.greet();
            }
            return channel;
        } catch (IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * How long the answer to the greeting took.
     *
     * @return nanoseconds; 0 before it has been heard
     */
    public long roundTripNs() {
        return roundTripNs;
    }

    private void greet() throws IOException {
        long sentNs = System.nanoTime();
        try (Exchange exchange = new Exchange(new HandshakeMessage.Greeting(Cookie.NONE, terms).toBytes())) {
            while (!isWelcome) {
                HandshakeMessage answer = read(exchange.await(HandshakeMessage.BYTES));
                roundTripNs = System.nanoTime() - sentNs;
                if (answer instanceof HandshakeMessage.Challenge challenge) {
                    sentNs = System.nanoTime();
                    exchange.send(new HandshakeMessage.Greeting(challenge.cookie(), terms).toBytes());
                } else {
                    requireWelcome(answer);
                }
            }
        }
    }

    private HandshakeMessage read(ByteBuffer answer) throws IOException {
        int version = HandshakeMessage.Header.read(answer)
                .filter(header -> header.kind() != HandshakeMessage.Kind.REFUSAL) // the same in all versions
                .map(HandshakeMessage.Header::version)
                .orElse(HandshakeMessage.VERSION);
        if (version != HandshakeMessage.VERSION) {
            throw new IOException(endpoint + " speaks version " + version + " of the protocol, and this client version "
                    + HandshakeMessage.VERSION + ": use the same ipc-demo on both sides");
        }
        try {
            return HandshakeMessage.read(answer).orElseThrow();
        } catch (RuntimeException e) {
            throw new IOException(endpoint + " does not answer as 'ipc-demo serve --service measure' does", e);
        }
    }

    private void requireWelcome(HandshakeMessage answer) throws IOException {
        if (answer instanceof HandshakeMessage.Welcome welcome) {
            isWelcome = true;
            welcomed.accept(welcome);
        } else if (answer instanceof HandshakeMessage.Refusal refusal) {
            throw new IOException(endpoint + " refuses: " + refusal.why());
        } else {
            throw new IOException(endpoint + " sends back what it gets: is it 'ipc-demo serve --service measure'?");
        }
    }

    @Override
    public void send(ByteBuffer message) throws IOException {
        messages.send(message);
        sent++;
    }

    @Override
    public int receive(ByteBuffer buffer) throws IOException {
        if (!isWelcome) {
            requireWelcome(read(receiveFrame(HandshakeMessage.BYTES)));
        }
        int size = messages.receive(buffer);
        while (isDatagrams && size > 0 && isLate(buffer)) {
            size = messages.receive(buffer);
        }
        return size;
    }

    /** Whether it is the second answer to something that was sent twice. */
    private boolean isLate(ByteBuffer message) {
        return PeerRequest.number(message) < 0
                || message.limit() > terms.messageBytes() && HandshakeMessage.Header.isLike(message);
    }

    @Override
    public Arrivals arrivals(boolean marks) throws IOException {
        long nonce = isStream ? 0 : ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
        PeerRequest request = new PeerRequest(marks ? PeerRequest.Kind.MARK : PeerRequest.Kind.REPORT, nonce);
        int bytes = isStream ? terms.sizes().of(sent) : PeerReport.BYTES;
        try (Exchange exchange = new Exchange(request.toBytes(bytes))) {
            while (true) {
                Optional<PeerReport> report = PeerReport.read(exchange.await(PeerReport.BYTES));
                if (report.isPresent() && (isStream || report.get().nonce() == nonce)) {
                    return report.get().arrivals();
                }
                if (isStream) {
                    throw new IOException(endpoint + " sends something other than the report it was asked for");
                }
            }
        }
    }

    private void sendAll(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (connection.send(bytes) == 0) {
                idle.idle();
            }
        }
    }

    /** On a stream as many bytes as asked for, otherwise the next message. */
    private ByteBuffer receiveFrame(int bytes) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(isStream ? bytes : HandshakeMessage.BYTES + 1);
        do {
            int received = connection.recv(frame);
            if (received < 0) {
                throw new EOFException(endpoint + " closed the connection instead of answering");
            }
            if (received == 0) {
                idle.idle();
            }
        } while (isStream ? frame.hasRemaining() : frame.position() == 0);
        return frame.flip();
    }

    @Override
    public String buffers() {
        return messages.buffers();
    }

    @Override
    public Map<String, String> socketOptions() throws IOException {
        return messages.socketOptions();
    }

    @Override
    public void close() throws IOException {
        try (connection) {
            if (isDatagrams && isWelcome) {
                connection.send(new PeerRequest(PeerRequest.Kind.BYE, 0).toBytes(PeerReport.BYTES));
            }
        }
    }

    /**
     * A request and its answer. The request is sent again where it may have been lost. To give up, the connection is closed,
     * which ends a blocked call; a timeout on the socket itself would cost every call that is measured.
     */
    private final class Exchange implements AutoCloseable {

        private final CountDownLatch answered = new CountDownLatch(1);
        private volatile ByteBuffer request;
        private volatile boolean givenUp;

        Exchange(ByteBuffer request) throws IOException {
            send(request);
            Threads.start(false, "exchange with " + endpoint, this::repeat);
        }

        void send(ByteBuffer next) throws IOException {
            request = next;
            sendAll(next.duplicate());
        }

        private void repeat() {
            long endNs = System.nanoTime() + LIMIT_NS;
            try {
                while (!answered.await(isDatagrams ? AGAIN_NS : LIMIT_NS, TimeUnit.NANOSECONDS)) {
                    if (System.nanoTime() - endNs >= 0) {
                        givenUp = true;
                        connection.close();
                        return;
                    }
                    connection.send(request.duplicate());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IOException e) {
                // the thread that waits for the answer gets the same exception
            }
        }

        ByteBuffer await(int bytes) throws IOException {
            try {
                return receiveFrame(bytes);
            } catch (IOException e) {
                if (givenUp) {
                    throw new IOException(
                            endpoint + " did not answer within " + TimeUnit.NANOSECONDS.toSeconds(LIMIT_NS)
                                    + " s: is it 'ipc-demo serve --service measure'?",
                            e);
                }
                throw e;
            }
        }

        @Override
        public void close() {
            answered.countDown();
        }
    }
}
