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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Records what passes through a relay in a file that Wireshark opens: a packet for each message, or piece of a stream, as
 * its receiver gets it; one with a comment for what is dropped; and an empty one with a comment for each other fault, and for
 * a client that comes or goes.
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

    private final Path path;
    private final Consumer<IOException> onFailure;
    private final AtomicBoolean hasFailed = new AtomicBoolean();
    private volatile Optional<PcapngFile> file = Optional.empty();

    /**
     * Touches no file before {@link #begin}.
     *
     * @param file where to record
     * @param onFailure is told once, and at once, that the recording has ended because the file cannot be written, perhaps
     *     because the disk is full. What passes goes on
     */
    public Capture(Path file, Consumer<IOException> onFailure) {
        this.path = file;
        this.onFailure = onFailure;
    }

    /**
     * Begins to record. A file that is there is overwritten, so call this when the relay listens, and before it {@linkplain
     * dev.ipcdemo.relay.Relay#start starts}. What it sees before is not recorded.
     *
     * @throws IOException if the file cannot be written
     */
    public void begin() throws IOException {
        file = Optional.of(PcapngFile.create(path));
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
    public void dropped(RelayClient client, Direction direction, ByteBuffer bytes, String why) {
        write(client, direction, bytes, "dropped, " + why);
    }

    @Override
    public void injected(RelayClient client, Direction direction, Fault fault, int bytes) {
        write(client, direction, NO_BYTES, "fault: " + fault + ", " + bytes + " bytes");
    }

    @Override
    public void closed(RelayClient client, String why) {
        write(client, Direction.TO_TARGET, NO_BYTES, "gone: " + why);
    }

    private void write(RelayClient client, Direction direction, ByteBuffer bytes, String comment) {
        if (file.isEmpty() || hasFailed.get()) {
            return;
        }
        Instant now = Instant.now();
        try {
            file.get()
                    .write(
                            now.getEpochSecond() * 1_000_000_000L + now.getNano(),
                            tags(client, direction),
                            bytes,
                            comment);
        } catch (IOException e) {
            failed(e);
        }
    }

    private void failed(IOException failure) {
        if (hasFailed.compareAndSet(false, true)) {
            onFailure.accept(failure);
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
     * Whether everything has been recorded so far.
     *
     * @return false once the file could not be written
     */
    public boolean isComplete() {
        return !hasFailed.get();
    }

    /** Ends the recording. Closing it again has no effect. */
    @Override
    public void close() {
        try {
            if (file.isPresent()) {
                file.get().close();
            }
        } catch (IOException e) {
            failed(e);
        }
    }
}
