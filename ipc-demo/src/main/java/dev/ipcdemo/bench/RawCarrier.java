package dev.ipcdemo.bench;

import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.OpenSocket;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketTransport;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.spi.nio.BareChannels;
import dev.ipcdemo.sockets.spi.nio.BareChannels.Bare;
import java.io.IOException;
import java.util.Optional;

/**
 * The bare channels beneath a transport, in its first domain.
 *
 * @param transport the transport
 */
record RawCarrier(BareChannels transport) implements Carrier {

    @Override
    public String name() {
        return Cell.RAW + transport.scheme();
    }

    @Override
    public String family() {
        return transport.scheme();
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
        if (!transport.type().isConnected() && (cell.pattern().equals(Connect.NAME) || cell.clients() > 1)) {
            return Optional.of("a bare datagram channel is measured with one peer");
        }
        return LayerCarrier.tooLarge(transport, domain(), cell);
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
    public Door open(Cell cell, Settings settings) throws IOException {
        Options options = LayerCarrier.options(cell, settings);
        Options blocking = options.with(Options.BLOCKING, true);
        Endpoint where = LayerCarrier.place(transport, domain(), cell);
        OpenSocket server = transport instanceof StreamTransport streams
                ? streams.listen(where, blocking)
                : ((PacketTransport) transport).bind(where, blocking);
        return new Door() {
            @Override
            public String address() {
                return server.localEndpoint().toString();
            }

            @Override
            public Line accept() throws IOException {
                Line line = line(transport.acceptBare(server, options), cell);
                return transport.type().isConnected() ? line : Greeting.answered(line);
            }

            @Override
            public void close() throws IOException {
                server.close();
            }
        };
    }

    @Override
    public Line connect(String address, Cell cell, Settings settings) throws IOException {
        Options options = LayerCarrier.options(cell, settings);
        Line line = line(
                transport.connectBare(transport.resolve(Endpoint.parse(address)).get(0), options), cell);
        return transport.type().isConnected() ? line : Greeting.exchanged(line);
    }

    private Line line(Bare bare, Cell cell) {
        return new ChannelLine(
                bare.channel(),
                bare.channel(),
                bare,
                cell.messageBytes(),
                transport.type().keepsBoundaries(),
                Idle.on(cell.cpus()));
    }
}
