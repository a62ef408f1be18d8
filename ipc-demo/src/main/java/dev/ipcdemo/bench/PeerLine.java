package dev.ipcdemo.bench;

import dev.ipcdemo.peer.Threads;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.Transports;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** A line to a server of the measure service, which somebody started elsewhere: a greeting, and then messages. */
final class PeerLine implements Line {

    /** So long an answer to a greeting or a request is waited for. */
    static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(5);

    /** So long until a datagram that was not answered is sent again. */
    private static final long AGAIN_NS = TimeUnit.MILLISECONDS.toNanos(250);

    private final Endpoint endpoint;
    private final Connection connection;
    private final Hello hello;
    private final Line line;
    private final Idle idle;
    private final boolean isStream;
    private final boolean isDatagrams;
    private boolean isWelcome;
    private String environment = "";

    private PeerLine(Endpoint endpoint, Transport transport, Connection connection, Hello hello, Idle idle) {
        this.endpoint = endpoint;
        this.connection = connection;
        this.hello = hello;
        this.idle = idle;
        line = new ConnectionLine(connection, hello.messageBytes(), idle);
        isStream = !connection.keepsMessageBoundaries();
        isDatagrams = !transport.type().isConnected();
    }

    /**
     * Connects and greets. Where connecting is what is measured, the answer to the greeting comes with the first reply,
     * so that there is one round trip and not two.
     */
    static PeerLine open(Endpoint endpoint, Hello hello, Options options, Idle idle) throws IOException {
        Transport transport = Transports.byScheme(endpoint.scheme());
        Connection connection = transport.connect(endpoint, options);
        PeerLine line = new PeerLine(endpoint, transport, connection, hello, idle);
        try {
            if (hello.pattern().equals(Connect.NAME)) {
                line.sendAll(Frame.hello(hello, new byte[Frame.COOKIE_BYTES]));
            } else {
                line.greet();
            }
            return line;
        } catch (IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** What the peer said of where it runs. */
    String environment() {
        return environment;
    }

    private void greet() throws IOException {
        try (Asking asking = new Asking(Frame.hello(hello, new byte[Frame.COOKIE_BYTES]))) {
            while (!isWelcome) {
                ByteBuffer answer = asking.await(Frame.BYTES);
                if (Frame.is(Frame.CHALLENGE, answer)) {
                    asking.ask(Frame.hello(hello, Frame.cookie(answer)));
                } else {
                    heed(answer);
                }
            }
        }
    }

    private void heed(ByteBuffer answer) throws IOException {
        if (Frame.is(Frame.WELCOME, answer)) {
            environment = Frame.text(answer);
            isWelcome = true;
        } else if (Frame.is(Frame.REFUSED, answer)) {
            throw new IOException(endpoint + " refuses: " + Frame.text(answer));
        } else if (Frame.is(Frame.HELLO, answer)) {
            throw new IOException(endpoint + " sends back what it gets: is it 'ipc-demo serve --service measure'?");
        } else {
            throw new IOException(endpoint + " does not greet as 'ipc-demo serve --service measure' does");
        }
    }

    @Override
    public void send(ByteBuffer message) throws IOException {
        line.send(message);
    }

    @Override
    public int receive(ByteBuffer buffer) throws IOException {
        if (!isWelcome) {
            heed(receiveFrame(Frame.BYTES));
        }
        int size = line.receive(buffer);
        while (isDatagrams && size > 0 && isLate(buffer)) {
            size = line.receive(buffer);
        }
        return size;
    }

    /** An answer that was asked for twice. */
    private boolean isLate(ByteBuffer message) {
        return Frame.number(message) < 0 || message.limit() > hello.messageBytes() && Frame.isLike(message);
    }

    /** Asks what has arrived since the last mark, and marks anew if so told. */
    @Override
    public Arrivals arrivals(boolean marks) throws IOException {
        long nonce = isStream ? 0 : ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
        int bytes = isStream ? hello.messageBytes() : Frame.REPORT_BYTES;
        try (Asking asking = new Asking(Frame.request(marks ? Frame.MARK : Frame.REPORT, nonce, bytes))) {
            while (true) {
                ByteBuffer answer = asking.await(Frame.REPORT_BYTES);
                if (answer.limit() == Frame.REPORT_BYTES
                        && Frame.number(answer) == Frame.REPORT
                        && (isStream || Frame.nonce(answer) == nonce)) {
                    return Frame.arrivals(answer);
                }
                if (isStream) {
                    throw new IOException(endpoint + " reports something else than was asked for");
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

    /** On a stream so many bytes, and else the next message. */
    private ByteBuffer receiveFrame(int bytes) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(isStream ? bytes : Frame.BYTES + 1);
        do {
            int received = connection.recv(frame);
            if (received < 0) {
                throw new EOFException(endpoint + " has ended the connection instead of answering");
            }
            if (received == 0) {
                idle.idle();
            }
        } while (isStream ? frame.hasRemaining() : frame.position() == 0);
        return frame.flip();
    }

    @Override
    public String buffers() {
        return line.buffers();
    }

    @Override
    public void close() throws IOException {
        try (connection) {
            if (isDatagrams && isWelcome) {
                connection.send(Frame.request(Frame.BYE, 0, Frame.REPORT_BYTES));
            }
        }
    }

    /**
     * A request, until it is answered: sent again where it may have been lost, and given up by closing the connection,
     * which is what ends a wait without a timeout. A timeout on the socket itself would cost every call that is measured.
     */
    private final class Asking implements AutoCloseable {

        private final CountDownLatch answered = new CountDownLatch(1);
        private volatile ByteBuffer request;
        private volatile boolean givenUp;

        Asking(ByteBuffer request) throws IOException {
            ask(request);
            Threads.start(false, "asking " + endpoint, this::insist);
        }

        void ask(ByteBuffer next) throws IOException {
            request = next;
            sendAll(next.duplicate());
        }

        private void insist() {
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
                // whoever waits for the answer gets to know
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
