package dev.ipcdemo.frameworks;

import dev.ipcdemo.compare.carrier.Acceptor;
import dev.ipcdemo.compare.carrier.Carrier;
import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Directions;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.compare.plan.Wait;
import dev.ipcdemo.demo.spi.Scope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import java.util.UUID;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/**
 * JeroMQ, ZeroMQ in Java: a DEALER on each side, which ZeroMQ's makers recommend for two peers that send as they like
 * (https://zguide.zeromq.org/docs/chapter3/, "The DEALER to DEALER Combination"); a PAIR is meant for threads, and does not
 * connect again (https://zeromq.org/socket-api/). One I/O thread is enough below a gigabyte a second, and queues of 1,000
 * messages are the default (https://zguide.zeromq.org/docs/chapter2/, "I/O Threads").
 */
abstract class JeroMq implements Carrier {

    private static final int IO_THREADS = 1;
    private static final int LINGER_MILLIS = 5_000;

    /**
     * How long peers may take to greet each other before they connect again, instead of 30 seconds: in JeroMQ 0.6, a connection
     * in a hundred on a busy machine never reads the other side's greeting.
     */
    private static final int HANDSHAKE_MILLIS = 1_000;

    /** How soon a receiver notices that it has been closed. */
    private static final int LOOK_UP_MILLIS = 50;

    private static final int MOST_NAMES = 100;

    private final String name;
    private final String place;
    private final String what;

    private JeroMq(String name, String place, String what) {
        this.name = name;
        this.place = place;
        this.what = what;
    }

    /** Over TCP. */
    public static final class Tcp extends JeroMq {
        /** Made by ServiceLoader. */
        public Tcp() {
            super("tcp", "tcp://127.0.0.1:*", "TCP");
        }
    }

    /** What it calls ipc; its class IpcListener extends TcpListener. */
    public static final class Ipc extends JeroMq {
        /** Made by ServiceLoader. */
        public Ipc() {
            super("ipc", "ipc://", "ipc, which in JeroMQ 0.6 is TCP on the loopback interface and not AF_UNIX");
        }

        /**
         * Under a name of our own: those that JeroMQ makes up for {@code *} have control characters in them. Its port is made of
         * the name, and may be taken.
         */
        @Override
        String bind(ZMQ.Socket socket) {
            for (int left = MOST_NAMES; true; left--) {
                String address = "ipc://" + UUID.randomUUID();
                try {
                    socket.bind(address);
                    return address;
                } catch (ZMQException e) {
                    if (e.getErrorCode() != ZMQ.Error.EADDRINUSE.getCode() || left == 1) {
                        throw e;
                    }
                }
            }
        }
    }

    @Override
    public String name() {
        return "jeromq:" + name;
    }

    @Override
    public String description() {
        return "JeroMQ, DEALER to DEALER over " + what
                + "; an I/O thread on each side, to which messages are handed in queues; an"
                + " array for each message, several written in one call";
    }

    @Override
    public Optional<String> over() {
        return Optional.of("raw:tcp");
    }

    @Override
    public boolean startsThreads() {
        return true;
    }

    @Override
    public Optional<String> refusal(Cell cell) {
        if (cell.scope() == Scope.CROSS_HOST) {
            return Optional.of("JeroMQ is measured within one host");
        }
        if (cell.pattern() == Pattern.CONNECT) {
            return Optional.of("ZeroMQ connects in the background, and does not say when, nor when a peer is gone");
        }
        if (cell.pattern() == Pattern.RATE || cell.directions() == Directions.BOTH_WAYS || cell.connections() > 1) {
            return Optional.of("one peer is measured, and a socket is used by one thread");
        }
        return cell.waiting() == Wait.SPIN
                ? Optional.of("the I/O thread waits in the kernel, whatever the receiver does")
                : Optional.empty();
    }

    @Override
    public Acceptor open(Cell cell, Settings settings) throws IOException {
        Dealer dealer = new Dealer(settings);
        try {
            return Acceptor.of(bind(dealer.socket), () -> dealer, dealer);
        } catch (ZMQException e) {
            dealer.close();
            throw new IOException("JeroMQ cannot listen on " + place + ": " + e.getMessage(), e);
        }
    }

    /** Binds a socket. Returns the address that it has then. */
    String bind(ZMQ.Socket socket) {
        socket.bind(place);
        return socket.getLastEndpoint();
    }

    @Override
    public MessageChannel connect(String address, Cell cell, Settings settings) throws IOException {
        Dealer dealer = new Dealer(settings);
        dealer.socket.connect(address);
        return dealer;
    }

    /**
     * A socket and the context that it is alone in. Another thread may close it, but only while no call is under way, because
     * a ZeroMQ socket may move from thread to thread but serves one at a time.
     */
    private static final class Dealer implements MessageChannel {

        private final ZContext context = new ZContext(IO_THREADS);
        private final ZMQ.Socket socket = context.createSocket(SocketType.DEALER);
        private volatile boolean closed;

        Dealer(Settings settings) {
            socket.setLinger(LINGER_MILLIS);
            socket.setHandshakeIvl(HANDSHAKE_MILLIS);
            socket.setReceiveTimeOut(LOOK_UP_MILLIS);
            socket.setSendTimeOut(LOOK_UP_MILLIS);
            if (settings.sendBufferBytes() > 0) {
                socket.setSendBufferSize(settings.sendBufferBytes());
            }
            if (settings.recvBufferBytes() > 0) {
                socket.setReceiveBufferSize(settings.recvBufferBytes());
            }
        }

        @Override
        public void send(ByteBuffer message) throws IOException {
            byte[] bytes = new byte[message.remaining()];
            message.get(bytes);
            while (!trySend(bytes)) {
                Thread.onSpinWait(); // the call has waited for room
            }
        }

        private synchronized boolean trySend(byte[] bytes) throws IOException {
            requireOpen();
            try {
                return socket.send(bytes);
            } catch (ZMQException e) {
                throw new IOException(e.getMessage(), e);
            }
        }

        @Override
        public int receive(ByteBuffer buffer) throws IOException {
            byte[] bytes = tryReceive();
            while (bytes == null) {
                bytes = tryReceive();
            }
            buffer.clear()
                    .put(bytes, 0, Math.min(bytes.length, buffer.capacity()))
                    .flip();
            return buffer.limit();
        }

        private synchronized byte[] tryReceive() throws IOException {
            requireOpen();
            try {
                return socket.recv();
            } catch (ZMQException e) {
                throw new IOException(e.getMessage(), e);
            }
        }

        private void requireOpen() throws ClosedChannelException {
            if (closed) {
                throw new ClosedChannelException();
            }
        }

        @Override
        public void close() {
            closed = true;
            synchronized (this) {
                context.close();
            }
        }
    }
}
