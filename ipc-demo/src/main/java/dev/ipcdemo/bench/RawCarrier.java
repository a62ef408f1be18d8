package dev.ipcdemo.bench;

import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.spi.nio.RawTransport;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ByteChannel;
import java.util.Optional;

/**
 * The bare channels beneath a transport.
 *
 * @param transport the transport
 * @param raw its bare channels
 */
record RawCarrier(Transport transport, RawTransport raw) implements Carrier {

    @Override
    public String name() {
        return Cell.RAW + transport.scheme();
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
        return LayerCarrier.tooLarge(transport, cell);
    }

    @Override
    public boolean mayLose() {
        return transport.scheme().equals("udp");
    }

    @Override
    public boolean parksVirtualThreads() {
        return transport.parksVirtualThreads();
    }

    @Override
    public Door open(Cell cell, Settings settings) throws IOException {
        Options options = LayerCarrier.options(cell, settings);
        RawTransport.Server server =
                cell.scope() == Scope.CROSS_HOST && transport.domains().contains(Domain.AF_INET)
                        ? raw.open(OwnAddress.of(false), options)
                        : raw.open(options);
        return new Door() {
            @Override
            public String address() {
                return server.address();
            }

            @Override
            public Line accept() throws IOException {
                ByteChannel channel = server.accept();
                Line line = line(channel, channel, cell);
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
        RawTransport.Client client = raw.connect(address, LayerCarrier.options(cell, settings));
        Line line = line(client.channel(), client, cell);
        return transport.type().isConnected() ? line : Greeting.exchanged(line);
    }

    private Line line(ByteChannel channel, Closeable all, Cell cell) {
        return new ChannelLine(
                channel, channel, all, cell.messageBytes(), transport.type().keepsBoundaries(), Idle.on(cell.cpus()));
    }
}
