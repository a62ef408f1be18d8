package dev.ipcdemo.compare.carrier;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.Settings;
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
record BareCarrier(Transport transport, RawTransport raw) implements Carrier {

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
        if (!transport.type().isConnected() && (cell.pattern() == Pattern.CONNECT || cell.clients() > 1)) {
            return Optional.of("a bare datagram channel is measured with one peer");
        }
        return TransportCarrier.tooLarge(transport, cell);
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
    public Acceptor open(Cell cell, Settings settings) throws IOException {
        Options options = TransportCarrier.options(cell, settings);
        RawTransport.Server server =
                cell.scope() == Scope.CROSS_HOST && transport.domains().contains(Domain.AF_INET)
                        ? raw.open(OwnAddress.of(false), options)
                        : raw.open(options);
        return new Acceptor() {
            @Override
            public String address() {
                return server.address();
            }

            @Override
            public MessageChannel accept() throws IOException {
                ByteChannel channel = server.accept();
                MessageChannel line = line(channel, channel, cell);
                return transport.type().isConnected() ? line : FirstDatagram.answered(line);
            }

            @Override
            public void close() throws IOException {
                server.close();
            }
        };
    }

    @Override
    public MessageChannel connect(String address, Cell cell, Settings settings) throws IOException {
        RawTransport.Client client = raw.connect(address, TransportCarrier.options(cell, settings));
        MessageChannel line = line(client.channel(), client, cell);
        return transport.type().isConnected() ? line : FirstDatagram.exchanged(line);
    }

    private MessageChannel line(ByteChannel channel, Closeable all, Cell cell) {
        return new BareChannel(
                channel, channel, all, cell.messageBytes(), transport.type().keepsBoundaries(), Idle.on(cell.cpus()));
    }
}
