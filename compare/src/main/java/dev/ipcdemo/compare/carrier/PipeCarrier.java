package dev.ipcdemo.compare.carrier;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.MessageSizes;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.compare.plan.Wait;
import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.files.NativeCode;
import dev.ipcdemo.files.PrivateDirectory;
import dev.ipcdemo.sockets.Closing;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.Pipe;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A pipe in each direction, no socket: the least that a kernel does to pass bytes on. Within one process it is the JDK's
 * {@link Pipe}; between two it is FIFOs made by mkfifo(3), because the JDK can open them but not make them.
 */
final class PipeCarrier implements Carrier {

    static final String NAME = "pipe";

    private static final int OWNER_ONLY = 0600;

    /** What Linux gives a pipe (pipe(7)). */
    private static final int PIPE_BYTES = 64 << 10;

    private static final Map<String, Pipes> IN_PROCESS = new ConcurrentHashMap<>();
    private static final AtomicInteger NEXT = new AtomicInteger();

    private record Pipes(Pipe requests, Pipe replies) {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "java.nio.channels.Pipe; between processes a FIFO";
    }

    @Override
    public Optional<String> refusal(Cell cell) {
        if (cell.pattern() == Pattern.CONNECT || cell.connections() > 1) {
            return Optional.of("a pipe has two ends");
        }
        if (cell.scope() != Scope.IN_PROCESS && cell.waiting() == Wait.SPIN) {
            return Optional.of("a FIFO's FileChannel always blocks");
        }
        return Optional.empty();
    }

    @Override
    public Optional<String> tooDeep(Cell cell, Settings settings) {
        return (long) cell.depth() * cell.largestBytes() > PIPE_BYTES
                ? Optional.of("a pipe holds " + PIPE_BYTES + " bytes, which are " + PIPE_BYTES / cell.largestBytes()
                        + " messages")
                : Optional.empty();
    }

    @Override
    public Acceptor open(Cell cell, Settings settings) throws IOException {
        return cell.scope() == Scope.IN_PROCESS ? openPipes(cell) : openFifos(cell);
    }

    @Override
    public MessageChannel connect(String address, Cell cell, Settings settings) throws IOException {
        if (cell.scope() == Scope.IN_PROCESS) {
            Pipes pipes = IN_PROCESS.get(address);
            return pipeChannel(pipes.replies().source(), pipes.requests().sink(), cell, cell.replySizes());
        }
        // Opening a FIFO waits for its other end, so both sides open the requests first.
        FileChannel out = FileChannel.open(Path.of(address, "requests"), StandardOpenOption.WRITE);
        FileChannel in = openAfter(out, Path.of(address, "replies"), StandardOpenOption.READ);
        return fifoChannel(in, out, cell, cell.replySizes());
    }

    private static Acceptor openPipes(Cell cell) throws IOException {
        Pipes pipes = new Pipes(Pipe.open(), Pipe.open());
        String address = "pipe-" + NEXT.incrementAndGet();
        IN_PROCESS.put(address, pipes);
        return Acceptor.of(
                address,
                () -> pipeChannel(pipes.requests().source(), pipes.replies().sink(), cell, cell.requestSizes()),
                () -> IN_PROCESS.remove(address));
    }

    private static MessageChannel pipeChannel(
            Pipe.SourceChannel in, Pipe.SinkChannel out, Cell cell, MessageSizes incoming) throws IOException {
        in.configureBlocking(cell.waiting() == Wait.BLOCK);
        out.configureBlocking(cell.waiting() == Wait.BLOCK);
        return new BareChannel(in, out, both(in, out), Map::of, incoming, false, Idle.on(cell.cpus()));
    }

    private static Acceptor openFifos(Cell cell) throws IOException {
        PrivateDirectory directory = PrivateDirectory.create();
        Path requests = directory.path().resolve("requests");
        Path replies = directory.path().resolve("replies");
        try {
            makeFifo(requests);
            makeFifo(replies);
        } catch (IOException e) {
            directory.close();
            throw e;
        }
        return Acceptor.of(directory.path().toString(), () -> acceptFifos(requests, replies, cell), directory);
    }

    private static MessageChannel acceptFifos(Path requests, Path replies, Cell cell) throws IOException {
        FileChannel in = FileChannel.open(requests, StandardOpenOption.READ);
        FileChannel out = openAfter(in, replies, StandardOpenOption.WRITE);
        return fifoChannel(in, out, cell, cell.requestSizes());
    }

    private static void makeFifo(Path path) throws IOException {
        Function mkfifo;
        try {
            mkfifo = NativeLibrary.getProcess().getFunction("mkfifo");
        } catch (LinkageError e) {
            throw new IOException(
                    "mkfifo " + path + ": JNA cannot be loaded: "
                            + NativeCode.obstacle().orElse(e.getMessage()),
                    e);
        }
        if (mkfifo.invokeInt(new Object[] {path.toString(), OWNER_ONLY}) != 0) {
            throw new IOException("mkfifo " + path + ": error " + Native.getLastError());
        }
    }

    /** Opens the other FIFO, or closes the first if that fails. */
    private static FileChannel openAfter(FileChannel first, Path fifo, OpenOption access) throws IOException {
        try {
            return FileChannel.open(fifo, access);
        } catch (IOException e) {
            Closing.allAfter(e, List.of(first));
            throw e;
        }
    }

    private static MessageChannel fifoChannel(FileChannel in, FileChannel out, Cell cell, MessageSizes incoming) {
        return new BareChannel(in, out, both(in, out), Map::of, incoming, false, Idle.on(cell.cpus()));
    }

    private static Closeable both(Closeable in, Closeable out) {
        return () -> Closing.all(out, in);
    }
}
