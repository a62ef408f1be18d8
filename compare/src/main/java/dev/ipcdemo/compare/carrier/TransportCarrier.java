package dev.ipcdemo.compare.carrier;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.compare.plan.Wait;
import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.PacketTransport;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.spi.InetNames;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A transport through this project's API.
 *
 * @param name the row's name
 * @param transport the transport
 * @param place where a server opens, without a name or with port 0
 */
public record TransportCarrier(String name, Transport transport, Endpoint place) implements Carrier {

    @Override
    public String description() {
        return transport.type() + " by " + transport.implementation();
    }

    @Override
    public Optional<Socket> socket() {
        boolean isIpv6 = place.name() instanceof Endpoint.HostPort loopback
                && loopback.host().contains(":");
        return Optional.of(new Socket(
                transport, isIpv6 ? Domain.AF_INET6 : transport.domains().first(), false));
    }

    @Override
    public Optional<String> refusal(Cell cell) {
        if (!transport.availability().isAvailable()) {
            return Optional.of(transport.availability().reason());
        }
        if (cell.pattern() == Pattern.CONNECT && !transport.type().isConnected()) {
            return Optional.of("datagrams have no connections");
        }
        return tooLarge(transport, cell);
    }

    /** What is known beforehand to fit into no datagram; see {@code dev.ipcdemo.sockets.spi.nio.InetTransport}. */
    static Optional<String> tooLarge(Transport transport, Cell cell) {
        return transport.scheme().equals("udp") && cell.messageBytes() > 65_507
                ? Optional.of("a datagram carries at most 65507 bytes")
                : Optional.empty();
    }

    @Override
    public boolean mayLose() {
        return transport.scheme().equals("udp");
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
        return Options.DEFAULT
                .withBlocking(cell.waiting() == Wait.BLOCK)
                .withNoDelay(settings.noDelay())
                .withBufferBytes(settings.sendBufferBytes(), settings.recvBufferBytes());
    }

    @Override
    public Acceptor open(Cell cell, Settings settings) throws IOException {
        Options options = options(cell, settings);
        Endpoint where = place(cell);
        return transport instanceof StreamTransport streams
                ? new ListenerAcceptor(streams.listen(where, options), cell)
                : new SocketAcceptor(((PacketTransport) transport).bind(where, options), cell);
    }

    /** Another host reaches no loopback. */
    private Endpoint place(Cell cell) throws IOException {
        if (cell.scope() != Scope.CROSS_HOST || !(place.name() instanceof Endpoint.HostPort loopback)) {
            return place;
        }
        String address = InetNames.text(OwnAddress.of(loopback.host().contains(":")));
        return new Endpoint(place.scheme(), new Endpoint.HostPort(address, "0"));
    }

    @Override
    public MessageChannel connect(String address, Cell cell, Settings settings) throws IOException {
        Options options = options(cell, settings);
        Endpoint server = Endpoint.parse(address);
        Idle idle = Idle.on(cell.cpus());
        if (transport instanceof StreamTransport streams) {
            return new ConnectionChannel(streams.connect(server, options), cell.messageBytes(), idle);
        }
        Connection connection = ((PacketTransport) transport).connect(server, options);
        return FirstDatagram.exchanged(new ConnectionChannel(connection, cell.messageBytes(), idle));
    }

    private record ListenerAcceptor(Listener listener, Cell cell) implements Acceptor {

        @Override
        public String address() {
            return listener.localEndpoint().toString();
        }

        @Override
        public MessageChannel accept() throws IOException {
            return new ConnectionChannel(next(), cell.messageBytes(), Idle.on(cell.cpus()));
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
    private record SocketAcceptor(PacketSocket socket, Cell cell) implements Acceptor {

        @Override
        public String address() {
            return socket.localEndpoint().toString();
        }

        @Override
        public MessageChannel accept() throws IOException {
            Idle idle = Idle.on(cell.cpus());
            if (cell.clients() > 1) {
                return new UnconnectedChannel(socket, idle);
            }
            ByteBuffer first = ByteBuffer.allocateDirect(64);
            SocketAddress sender = socket.recvFrom(first);
            while (sender == PacketSocket.NO_DATAGRAM) {
                Thread.yield();
                sender = socket.recvFrom(first);
            }
            return FirstDatagram.answered(new ConnectionChannel(socket.connect(sender), cell.messageBytes(), idle));
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
