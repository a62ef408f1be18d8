package dev.ipcdemo.compare.carrier;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.compare.plan.Wait;
import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.OpenSocket;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.PacketTransport;
import dev.ipcdemo.sockets.Reach;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.Transport;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A transport through this project's API.
 *
 * @param transport the transport
 * @param domain the domain of its sockets, one of the transport's
 */
public record TransportCarrier(Transport transport, Domain domain) implements Carrier {

    /** A message of this size fits into the send buffer of every system. */
    private static final int ALWAYS_FITS = 32 << 10;

    /** The scheme, followed by a 6 in the row of a transport's second domain. */
    @Override
    public String name() {
        return transport.scheme() + (domain == transport.domains().first() ? "" : "6");
    }

    @Override
    public String description() {
        return transport.type() + " by " + transport.implementation();
    }

    @Override
    public Optional<Socket> socket() {
        return Optional.of(new Socket(transport, domain, false));
    }

    @Override
    public Optional<String> refusal(Cell cell) {
        if (!transport.availability().isAvailable()) {
            return Optional.of(transport.availability().reason());
        }
        if (cell.pattern() == Pattern.CONNECT && !transport.type().isConnected()) {
            return Optional.of("datagrams have no connections");
        }
        if (cell.streams() > 1 && !transport.type().isConnected()) {
            return Optional.of("datagrams of several streams arrive at one socket, which does not tell them apart");
        }
        return tooLarge(transport, domain, cell);
    }

    /** Why the messages of a cell are too large, if that is known beforehand. */
    static Optional<String> tooLarge(Transport transport, Domain domain, Cell cell) {
        OptionalInt maxBytes = transport.maxMessageBytes(domain);
        return maxBytes.isPresent() && cell.largestBytes() > maxBytes.getAsInt()
                ? Optional.of("a datagram carries at most " + maxBytes.getAsInt() + " bytes")
                : Optional.empty();
    }

    @Override
    public Optional<String> refusal(Cell cell, Settings settings) {
        return refusal(cell)
                .or(() -> cannotSet(transport, domain, cell, settings))
                .or(() -> tooLargeForTheBuffer(transport, domain, cell, settings));
    }

    /** Why sockets cannot be opened with the options that are asked for: opens two. */
    static Optional<String> cannotSet(Transport transport, Domain domain, Cell cell, Settings settings) {
        if (settings.socketOptions().equals(Options.DEFAULT)) {
            return Optional.empty();
        }
        Options options = options(cell, settings);
        Optional<String> refusal = transport.refusal(options);
        if (refusal.isPresent()) {
            return refusal;
        }
        try (OpenSocket server = server(transport, transport.anyEndpoint(domain, Reach.THIS_HOST), options);
                Connection client = transport.connect(server.localEndpoint(), options)) {
            return client.isOpen() ? Optional.empty() : Optional.of("a socket with these options is closed at once");
        } catch (IOException e) {
            return Optional.of(e.getMessage());
        }
    }

    /** Why the messages of a cell are too large, where the send buffer limits them: sends one. */
    static Optional<String> tooLargeForTheBuffer(Transport transport, Domain domain, Cell cell, Settings settings) {
        if (cell.largestBytes() <= ALWAYS_FITS
                || !transport.type().keepsBoundaries()
                || transport.maxMessageBytes(domain).isPresent()) {
            return Optional.empty();
        }
        Options options = options(cell, settings).with(Options.BLOCKING, false);
        try (OpenSocket server = server(transport, transport.anyEndpoint(domain, Reach.THIS_HOST), options);
                Connection client = transport.connect(server.localEndpoint(), options)) {
            int bufferBytes = client.sendBufferBytes();
            try {
                client.send(ByteBuffer.allocateDirect(cell.largestBytes()));
            } catch (SocketFailure e) {
                return Optional.of(e.kind())
                        .filter(FailureKind.MESSAGE_TOO_LARGE::equals)
                        .map(kind -> "a message has to fit into SO_SNDBUF, which is " + bufferBytes
                                + " bytes (see --send-buffer)");
            }
        } catch (IOException e) {
            return Optional.empty(); // the measurement will tell
        }
        return Optional.empty();
    }

    @Override
    public Optional<String> tooDeep(Cell cell, Settings settings) {
        return deeperThanTheSocket(transport, domain, cell, settings);
    }

    /** Why so many messages cannot be under way, where the socket's buffers limit them: sends them, and counts what comes. */
    static Optional<String> deeperThanTheSocket(Transport transport, Domain domain, Cell cell, Settings settings) {
        if (cell.depth() == 1) {
            return Optional.empty();
        }
        Options options = options(cell, settings).with(Options.BLOCKING, false);
        try (OpenSocket server = server(transport, transport.anyEndpoint(domain, Reach.THIS_HOST), options);
                Connection client = transport.connect(server.localEndpoint(), options)) {
            int sent = sentAhead(client, cell);
            int held = server instanceof PacketSocket socket ? Math.min(sent, waitingIn(socket, cell)) : sent;
            return held < cell.depth()
                    ? Optional.of("the socket's buffers hold " + held + " messages of "
                            + Cell.MESSAGE_BYTES.text(cell.largestBytes()) + " (see --send-buffer, --recv-buffer)")
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // the measurement will tell
        }
    }

    private static int sentAhead(Connection client, Cell cell) throws IOException {
        ByteBuffer message = ByteBuffer.allocateDirect(cell.largestBytes());
        for (int sent = 0; sent < cell.depth(); sent++) {
            message.clear();
            client.send(message);
            if (message.hasRemaining()) {
                return sent;
            }
        }
        return cell.depth();
    }

    private static int waitingIn(PacketSocket socket, Cell cell) throws IOException {
        ByteBuffer message = ByteBuffer.allocateDirect(cell.largestBytes());
        int waiting = 0;
        while (socket.recvFrom(message) != PacketSocket.NO_DATAGRAM) {
            message.clear();
            waiting++;
        }
        return waiting;
    }

    private static OpenSocket server(Transport transport, Endpoint where, Options options) throws IOException {
        return transport instanceof StreamTransport streams
                ? streams.listen(where, options)
                : ((PacketTransport) transport).bind(where, options);
    }

    @Override
    public Optional<String> whyNoBatches() {
        return Optional.of(transport.batches().reason()).filter(reason -> !reason.isEmpty());
    }

    @Override
    public boolean mayLose() {
        return !transport.isReliable();
    }

    @Override
    public boolean parksVirtualThreads() {
        return transport.parksVirtualThreads();
    }

    /**
     * Returns what the sockets of a cell are opened with, by this carrier and by others.
     *
     * @param cell what is measured
     * @param settings what all cells share
     * @return the options
     */
    public static Options options(Cell cell, Settings settings) {
        return settings.socketOptions()
                .with(Options.BLOCKING, cell.waiting() == Wait.BLOCK)
                .with(Options.NO_DELAY, settings.noDelay())
                .with(Options.BACKLOG, Math.max(Options.DEFAULT.get(Options.BACKLOG), cell.connections()))
                .with(Options.SEND_BUFFER_BYTES, settings.sendBufferBytes())
                .with(Options.RECV_BUFFER_BYTES, settings.recvBufferBytes());
    }

    @Override
    public Acceptor open(Cell cell, Settings settings) throws IOException {
        Options options = options(cell, settings);
        Endpoint where = place(transport, domain, cell);
        return transport instanceof StreamTransport streams
                ? new ListenerAcceptor(streams.listen(where, options), cell, new FirstOptions())
                : new SocketAcceptor(((PacketTransport) transport).bind(where, options), cell, new FirstOptions());
    }

    /** Where a server opens. */
    static Endpoint place(Transport transport, Domain domain, Cell cell) throws IOException {
        return transport.anyEndpoint(domain, cell.scope() == Scope.CROSS_HOST ? Reach.OTHER_HOSTS : Reach.THIS_HOST);
    }

    @Override
    public MessageChannel connect(String address, Cell cell, Settings settings) throws IOException {
        Options options = options(cell, settings);
        Endpoint server = Endpoint.parse(address);
        Idle idle = Idle.on(cell.cpus());
        MessageChannel channel = new ConnectionChannel(transport.connect(server, options), cell.replySizes(), idle);
        return transport.type().isConnected() ? channel : DatagramHandshake.exchanged(channel, cell);
    }

    private record ListenerAcceptor(Listener listener, Cell cell, FirstOptions first) implements Acceptor {

        @Override
        public String address() {
            return listener.localEndpoint().toString();
        }

        @Override
        public MessageChannel accept() throws IOException {
            return first.of(new ConnectionChannel(next(), cell.requestSizes(), Idle.on(cell.cpus())));
        }

        @Override
        public Map<String, String> socketOptions() {
            return first.options();
        }

        private Connection next() throws IOException {
            if (cell.waiting() == Wait.BLOCK) {
                return listener.accept();
            }
            while (true) {
                Optional<Connection> accepted = listener.tryAccept();
                if (accepted.isPresent()) {
                    return accepted.get();
                }
                Thread.yield();
            }
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }

    /** With one client the socket is connected to the sender of the first datagram; with several it stays unconnected. */
    private record SocketAcceptor(PacketSocket socket, Cell cell, FirstOptions first) implements Acceptor {

        @Override
        public String address() {
            return socket.localEndpoint().toString();
        }

        @Override
        public MessageChannel accept() throws IOException {
            Idle idle = Idle.on(cell.cpus());
            if (cell.clients() > 1) {
                return DatagramHandshake.answering(first.of(new UnconnectedChannel(socket, idle)), cell);
            }
            ByteBuffer greeting = ByteBuffer.allocateDirect(64);
            SocketAddress sender = socket.recvFrom(greeting);
            while (sender == PacketSocket.NO_DATAGRAM) {
                Thread.yield();
                sender = socket.recvFrom(greeting);
            }
            return DatagramHandshake.answered(
                    first.of(new ConnectionChannel(socket.connect(sender), cell.requestSizes(), idle)), cell);
        }

        @Override
        public Map<String, String> socketOptions() {
            return first.options();
        }

        @Override
        public boolean sharesOneChannel() {
            return cell.clients() > 1;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
