package dev.ipcdemo.frameworks.futex;

import dev.ipcdemo.compare.carrier.Acceptor;
import dev.ipcdemo.compare.carrier.Carrier;
import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.compare.plan.Wait;
import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.files.PrivateDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Shared memory whose reader sleeps: one of Agrona's ring buffers in each direction, as in the row shm, and a word beside
 * it with which a writer wakes a reader that has found nothing. It is how futex(2) is meant to be used: no system call
 * where nobody waits (https://man7.org/linux/man-pages/man2/futex.2.html). A ring of 1 MiB is that of the row shm.
 */
public final class FutexRing implements Carrier {

    /** Made by ServiceLoader. */
    public FutexRing() {}

    @Override
    public String name() {
        return "futex";
    }

    @Override
    public String description() {
        return "shared memory, Agrona's OneToOneRingBuffer, whose reader waits by futex(2); a writer calls the kernel only if"
                + " the reader waits";
    }

    /** The same ring, polled. */
    @Override
    public Optional<String> over() {
        return Optional.of("shm");
    }

    @Override
    public Optional<String> refusal(Cell cell) {
        if (cell.scope() == Scope.CROSS_HOST) {
            return Optional.of("shared memory is measured within one host");
        }
        if (cell.pattern() == Pattern.CONNECT || cell.connections() > 1) {
            return Optional.of("a ring has one writer and one reader");
        }
        if (cell.waiting() == Wait.SPIN) {
            return Optional.of("a ring that is polled is the row shm");
        }
        return cell.largestBytes() > FutexChannel.RING_BYTES / 8 - 8
                ? Optional.of("a message may take an eighth of the ring's " + FutexChannel.RING_BYTES + " bytes")
                : Futex.missing();
    }

    @Override
    public Acceptor open(Cell cell, Settings settings) throws IOException {
        PrivateDirectory directory = PrivateDirectory.createInMemory();
        Path file = directory.path().resolve("rings");
        try {
            // written, not only sized: a mapped file for which no memory is left ends the process
            Files.write(file, new byte[2 * FutexChannel.BYTES], StandardOpenOption.CREATE_NEW);
            ByteBuffer memory = map(file);
            return Acceptor.of(file.toString(), () -> FutexChannel.ofServer(memory), directory);
        } catch (IOException e) {
            directory.close();
            throw e;
        }
    }

    @Override
    public MessageChannel connect(String address, Cell cell, Settings settings) throws IOException {
        return FutexChannel.ofClient(map(Path.of(address)));
    }

    private static ByteBuffer map(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, 2L * FutexChannel.BYTES);
        }
    }
}
