package dev.ipcdemo.compare.carrier;

import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.files.PrivateDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * Shared memory, no socket: one of Agrona's ring buffers in each direction, in the process's own memory or, between two
 * processes, in a mapped file. Nothing wakes a reader, so it has to poll.
 */
final class SharedMemoryCarrier implements Carrier {

    static final String NAME = "shm";

    /** Agrona takes messages of up to an eighth of a ring. */
    private static final int RING_BYTES = 1 << 20;

    private static final int RING_WITH_TRAILER_BYTES = RING_BYTES + RingBufferDescriptor.TRAILER_LENGTH;

    private static final Map<String, ByteBuffer> IN_PROCESS = new ConcurrentHashMap<>();
    private static final AtomicInteger NEXT = new AtomicInteger();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "shared memory, Agrona's OneToOneRingBuffer; always polled";
    }

    @Override
    public boolean isPolled() {
        return true;
    }

    @Override
    public Optional<String> refusal(Cell cell) {
        if (cell.pattern() == Pattern.CONNECT || cell.connections() > 1) {
            return Optional.of("a ring has one writer and one reader");
        }
        return cell.largestBytes() > RING_BYTES / 8 - 8
                ? Optional.of("a message may take an eighth of the ring's " + RING_BYTES + " bytes")
                : Optional.empty();
    }

    /** A message has a header of 8 bytes and begins at a multiple of 8; one more may not fit before the ring's end. */
    @Override
    public Optional<String> tooDeep(Cell cell, Settings settings) {
        int most = RING_BYTES / (cell.largestBytes() + 16) - 1;
        return cell.depth() > most
                ? Optional.of("the ring holds " + most + " messages of this size")
                : Optional.empty();
    }

    @Override
    public Acceptor open(Cell cell, Settings settings) throws IOException {
        return cell.scope() == Scope.IN_PROCESS ? openMemory(cell) : openFile(cell);
    }

    @Override
    public MessageChannel connect(String address, Cell cell, Settings settings) throws IOException {
        ByteBuffer memory = cell.scope() == Scope.IN_PROCESS ? IN_PROCESS.get(address) : map(Path.of(address));
        return channel(memory, false, cell);
    }

    private static Acceptor openMemory(Cell cell) {
        ByteBuffer memory = ByteBuffer.allocateDirect(2 * RING_WITH_TRAILER_BYTES);
        String address = "shm-" + NEXT.incrementAndGet();
        IN_PROCESS.put(address, memory);
        return Acceptor.of(address, () -> channel(memory, true, cell), () -> IN_PROCESS.remove(address));
    }

    private static Acceptor openFile(Cell cell) throws IOException {
        PrivateDirectory directory = directory(cell);
        Path file = directory.path().resolve("ring");
        ByteBuffer memory;
        try {
            reserve(Files.createFile(file));
            memory = map(file);
        } catch (IOException e) {
            directory.close();
            throw e;
        }
        ByteBuffer mapped = memory;
        return Acceptor.of(file.toString(), () -> channel(mapped, true, cell), directory);
    }

    /** Between containers, in the directory that they share. */
    private static PrivateDirectory directory(Cell cell) throws IOException {
        return cell.scope() == Scope.CROSS_HOST ? PrivateDirectory.create() : PrivateDirectory.createInMemory();
    }

    /**
     * Fills a file with zeros. Where no room is left, writing to a mapped file that only has the length ends in a fault
     * (SIGBUS); here it is a failure with a reason.
     */
    static void reserve(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer zeros = ByteBuffer.allocate(2 * RING_WITH_TRAILER_BYTES);
            while (zeros.hasRemaining()) {
                channel.write(zeros);
            }
        } catch (IOException e) {
            throw new IOException(
                    "shared memory needs " + 2 * RING_WITH_TRAILER_BYTES + " bytes in " + file + ": " + e.getMessage(),
                    e);
        }
    }

    private static ByteBuffer map(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, 2L * RING_WITH_TRAILER_BYTES);
        }
    }

    private static MessageChannel channel(ByteBuffer memory, boolean isServer, Cell cell) {
        ByteBuffer requests = memory.slice(0, RING_WITH_TRAILER_BYTES);
        ByteBuffer replies = memory.slice(RING_WITH_TRAILER_BYTES, RING_WITH_TRAILER_BYTES);
        return new SharedMemoryChannel(
                isServer ? requests : replies, isServer ? replies : requests, Idle.on(cell.cpus()));
    }
}
