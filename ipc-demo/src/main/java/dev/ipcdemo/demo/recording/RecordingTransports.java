package dev.ipcdemo.demo.recording;

import dev.ipcdemo.sockets.Availability;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.PacketTransport;
import dev.ipcdemo.sockets.Poll;
import dev.ipcdemo.sockets.Reach;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.SocketType;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.Transport;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;

/** Transports whose calls, and those of the sockets they open, are recorded. */
public final class RecordingTransports {

    private RecordingTransports() {}

    /**
     * Puts a recorder before a transport.
     *
     * @param transport makes the calls
     * @param recorder records them
     * @return a {@link StreamTransport} or a {@link PacketTransport}, as the transport is
     */
    public static Transport of(Transport transport, Recorder recorder) {
        if (transport instanceof StreamTransport streams) {
            return new Streams(streams, recorder);
        }
        if (transport instanceof PacketTransport packets) {
            return new Packets(packets, recorder);
        }
        throw new IllegalArgumentException(transport.scheme() + " is neither a StreamTransport nor a PacketTransport");
    }

    private record Streams(StreamTransport transport, Recorder recorder) implements Delegating, StreamTransport {

        @Override
        public Listener listen(SocketAddress address, Options options) throws SocketFailure {
            return recorder.call(
                    false,
                    "listen(" + CallText.requestedAddress(endpointOf(address)) + ", backlog "
                            + options.get(Options.BACKLOG) + CallText.options(options) + ")",
                    () -> new RecordingListener(
                            transport.listen(address, options), options.get(Options.BLOCKING), recorder),
                    listener -> listener.name.prefix() + CallText.address(listener.localEndpoint()),
                    listener -> Effect.on(
                            Effect.Kind.LISTEN,
                            listener.name,
                            listener.localEndpoint().toString(),
                            ""));
        }

        @Override
        public Connection connect(SocketAddress address, Options options) throws SocketFailure {
            return recorder.call(
                    false,
                    "connect(" + CallText.requestedAddress(endpointOf(address)) + CallText.options(options) + ")",
                    () -> new RecordingConnection(
                            transport.connect(address, options), options.get(Options.BLOCKING), recorder),
                    connection -> connection.name.prefix() + "from " + CallText.address(connection.localEndpoint()),
                    connection -> Effect.on(
                            Effect.Kind.CONNECT,
                            connection.name,
                            connection.localEndpoint().toString(),
                            endpointOf(address).toString()));
        }
    }

    private record Packets(PacketTransport transport, Recorder recorder) implements Delegating, PacketTransport {

        @Override
        public PacketSocket bind(SocketAddress address, Options options) throws SocketFailure {
            return recorder.call(
                    false,
                    "bind(" + CallText.requestedAddress(endpointOf(address)) + CallText.options(options) + ")",
                    () -> new RecordingPacketSocket(
                            transport.bind(address, options), options.get(Options.BLOCKING), recorder),
                    socket -> socket.name.prefix() + CallText.address(socket.localEndpoint()),
                    socket -> Effect.on(
                            Effect.Kind.BIND,
                            socket.name,
                            socket.localEndpoint().toString(),
                            ""));
        }

        @Override
        public SocketAddress clientAddress(SocketAddress peer) {
            return transport.clientAddress(peer);
        }
    }

    /** Everything but opening goes to the transport underneath. */
    private interface Delegating extends Transport {

        Transport transport();

        Recorder recorder();

        @Override
        default Poll poll() throws SocketFailure {
            return new RecordingPoll(transport().poll(), recorder());
        }

        @Override
        default Optional<String> refusal(Options options) {
            return transport().refusal(options);
        }

        @Override
        default String scheme() {
            return transport().scheme();
        }

        @Override
        default SortedSet<Domain> domains() {
            return transport().domains();
        }

        @Override
        default SocketType type() {
            return transport().type();
        }

        @Override
        default String implementation() {
            return transport().implementation();
        }

        @Override
        default Availability availability() {
            return transport().availability();
        }

        @Override
        default boolean parksVirtualThreads() {
            return transport().parksVirtualThreads();
        }

        @Override
        default boolean isReliable() {
            return transport().isReliable();
        }

        @Override
        default boolean soonTellsOfClose() {
            return transport().soonTellsOfClose();
        }

        @Override
        default OptionalInt maxMessageBytes(Domain domain) {
            return transport().maxMessageBytes(domain);
        }

        @Override
        default Endpoint anyEndpoint(Domain domain, Reach reach) throws SocketFailure {
            return transport().anyEndpoint(domain, reach);
        }

        @Override
        default List<SocketAddress> resolve(Endpoint endpoint) throws SocketFailure {
            return transport().resolve(endpoint);
        }

        @Override
        default Endpoint endpointOf(SocketAddress address) {
            return transport().endpointOf(address);
        }
    }
}
