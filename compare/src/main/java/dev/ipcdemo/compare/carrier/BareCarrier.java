package dev.ipcdemo.compare.carrier;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.MessageSizes;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.compare.plan.SocketSetting;
import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.OpenSocket;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketTransport;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.spi.nio.BareChannels;
import dev.ipcdemo.sockets.spi.nio.BareChannels.Bare;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.Map;
import java.util.Optional;

/**
 * The bare channels beneath a transport, in its first domain.
 *
 * @param transport the transport
 */
record BareCarrier(BareChannels transport) implements Carrier {

    private static final String PREFIX = "raw:";

    @Override
    public String name() {
        return PREFIX + transport.scheme();
    }

    @Override
    public Optional<Socket> socket() {
        return Optional.of(new Socket(transport, transport.domains().first(), true));
    }

    @Override
    public String description() {
        return transport.type() + " by " + transport.implementation() + ", bare";
    }

    @Override
    public Optional<String> refusal(Cell cell) {
        if (!transport.availability().isAvailable()) {
            return Optional.of(transport.availability().reason());
        }
        if (!transport.type().isConnected() && (cell.pattern() == Pattern.CONNECT || cell.connections() > 1)) {
            return Optional.of("a bare datagram channel is measured with one peer");
        }
        return TransportCarrier.tooLarge(transport, domain(), cell);
    }

    @Override
    public Optional<String> refusal(Cell cell, Settings settings) {
        return refusal(cell)
                .or(() -> TransportCarrier.cannotSet(transport, domain(), cell, settings))
                .or(() -> TransportCarrier.tooLargeForTheBuffer(transport, domain(), cell, settings));
    }

    @Override
    public Optional<String> whyNoBatches() {
        return Optional.of("one message a call: a bare channel reads and writes one");
    }

    @Override
    public Optional<String> whyNoEventLoop() {
        boolean isStream = transport.type().isConnected() && !transport.type().keepsBoundaries();
        return isStream ? Optional.empty() : Carrier.super.whyNoEventLoop();
    }

    @Override
    public Optional<String> tooDeep(Cell cell, Settings settings) {
        return TransportCarrier.deeperThanTheSocket(transport, domain(), cell, settings);
    }

    private Domain domain() {
        return transport.domains().first();
    }

    @Override
    public boolean mayLose() {
        return !transport.isReliable();
    }

    @Override
    public boolean parksVirtualThreads() {
        return transport.parksVirtualThreads();
    }

    @Override
    public Acceptor open(Cell cell, Settings settings) throws IOException {
        Options options = TransportCarrier.options(cell, settings);
        Options blocking = options.with(Options.BLOCKING, true);
        Endpoint where = TransportCarrier.place(transport, domain(), cell);
        OpenSocket server = transport instanceof StreamTransport streams
                ? streams.listen(where, blocking)
                : ((PacketTransport) transport).bind(where, blocking);
        return new Acceptor() {
            private final FirstOptions first = new FirstOptions();

            @Override
            public Map<String, String> socketOptions() {
                return first.options();
            }

            @Override
            public String address() {
                return server.localEndpoint().toString();
            }

            @Override
            public MessageChannel accept() throws IOException {
                MessageChannel channel =
                        first.of(channel(transport.acceptBare(server, options), cell, cell.requestSizes()));
                return transport.type().isConnected() ? channel : DatagramHandshake.answered(channel, cell);
            }

            @Override
            public void close() throws IOException {
                server.close();
            }
        };
    }

    @Override
    public MessageChannel connect(String address, Cell cell, Settings settings) throws IOException {
        Options options = TransportCarrier.options(cell, settings);
        SocketAddress server = transport.resolve(Endpoint.parse(address)).get(0);
        MessageChannel channel = channel(transport.connectBare(server, options), cell, cell.replySizes());
        return transport.type().isConnected() ? channel : DatagramHandshake.exchanged(channel, cell);
    }

    private MessageChannel channel(Bare bare, Cell cell, MessageSizes incoming) {
        return new BareChannel(
                bare.channel(),
                bare.channel(),
                bare,
                () -> SocketSetting.readAll(bare::effective),
                incoming,
                transport.type().keepsBoundaries(),
                Idle.on(cell.cpus()));
    }
}
