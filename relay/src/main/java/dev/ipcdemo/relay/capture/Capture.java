package dev.ipcdemo.relay.capture;

import dev.ipcdemo.relay.Direction;
import dev.ipcdemo.relay.Fault;
import dev.ipcdemo.relay.RelayClient;
import dev.ipcdemo.relay.RelayObserver;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Records what passes through a relay in a file that Wireshark opens: a packet for each message, or piece of a stream, as
 * its receiver gets it, and an empty packet with a comment for each fault, and for a client that comes or goes.
 *
 * <p>Not every kind of socket has addresses that a packet could show, so all have others in their place: the target is
 * 10.0.0.0, and client number 1 is 10.0.0.1. The comment on a client's first packet tells its endpoint.
 */
public final class Capture implements RelayObserver, Closeable {

    private static final short DISSECTOR_NAME = 12;
    private static final short IPV4_SOURCE = 20;
    private static final short IPV4_DESTINATION = 21;
    private static final byte[] DATA = "data".getBytes(StandardCharsets.US_ASCII);
    private static final int NETWORK = 10 << 24;
    private static final ByteBuffer NO_BYTES = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private final PcapngFile file;
    private final AtomicReference<Optional<IOException>> failure = new AtomicReference<>(Optional.empty());

    private Capture(PcapngFile file) {
        this.file = file;
    }

    /**
     * Begins to record.
     *
     * @param file is overwritten
     * @return to be closed at the end
     * @throws IOException if it cannot be written
     */
    public static Capture open(Path file) throws IOException {
        return new Capture(new PcapngFile(file));
    }

    @Override
    public void opened(RelayClient client) {
        write(client, Direction.TO_TARGET, NO_BYTES, "client #" + client.number() + " " + client.endpoint());
    }

    @Override
    public void passing(RelayClient client, Direction direction, ByteBuffer bytes) {
        write(client, direction, bytes, "");
    }

    @Override
    public void ending(RelayClient client, Direction direction) {
        write(client, direction, NO_BYTES, "end of stream");
    }

    @Override
    public void injected(RelayClient client, Direction direction, Fault fault, int bytes) {
        write(client, direction, NO_BYTES, "fault: " + fault + ", " + bytes + " bytes");
    }

    @Override
    public void closed(RelayClient client, String why) {
        write(client, Direction.TO_TARGET, NO_BYTES, "gone: " + why);
    }

    /** A file that cannot be written, perhaps because the disk is full, is no reason to disturb what passes. */
    private void write(RelayClient client, Direction direction, ByteBuffer bytes, String comment) {
        if (failure.get().isPresent()) {
            return;
        }
        Instant now = Instant.now();
        try {
            file.write(now.getEpochSecond() * 1_000_000_000L + now.getNano(), tags(client, direction), bytes, comment);
        } catch (IOException e) {
            failure.compareAndSet(Optional.empty(), Optional.of(e));
        }
    }

    /** Big-endian, each with its type, the length of its value, and the value. */
    private static ByteBuffer tags(RelayClient client, Direction direction) {
        int address = NETWORK + (int) (client.number() & 0xffffff);
        boolean isToTarget = direction == Direction.TO_TARGET;
        return ByteBuffer.allocate(28)
                .putShort(DISSECTOR_NAME)
                .putShort((short) DATA.length)
                .put(DATA)
                .putShort(IPV4_SOURCE)
                .putShort((short) 4)
                .putInt(isToTarget ? address : NETWORK)
                .putShort(IPV4_DESTINATION)
                .putShort((short) 4)
                .putInt(isToTarget ? NETWORK : address)
                .putInt(0)
                .flip();
    }

    /**
     * Ends the recording.
     *
     * @throws IOException if not everything could be written
     */
    @Override
    public void close() throws IOException {
        file.close();
        if (failure.get().isPresent()) {
            throw failure.get().get();
        }
    }
}
