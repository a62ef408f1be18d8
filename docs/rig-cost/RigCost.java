import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.newsclub.net.unix.AFSocketType;
import org.newsclub.net.unix.AFUNIXDatagramSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;

/**
 * The simplest Java program that measures a round trip: the channel calls of one row of the comparison in a loop, with
 * nothing checked and nothing recorded but the times. Both processes pin the thread that runs the loop to one CPU.
 *
 * <pre>
 * java RigCost.java server KIND DIRECTORY BYTES CPU
 * java RigCost.java client KIND DIRECTORY BYTES CPU WARM_UP_MS MEASURE_MS
 * </pre>
 *
 * KIND is {@code unix}, {@code unixpacket} or {@code pipe}. For {@code pipe}, DIRECTORY holds two FIFOs, {@code requests}
 * and {@code replies}. The client prints the median in nanoseconds.
 */
final class RigCost {

    private static final int MOST = 4_000_000;

    private record Ends(ReadableByteChannel in, WritableByteChannel out) {}

    private RigCost() {}

    public static void main(String[] arguments) throws Exception {
        boolean isServer = arguments[0].equals("server");
        Path directory = Path.of(arguments[2]);
        Ends ends =
                switch (arguments[1]) {
                    case "unix" -> both(unix(isServer, directory.resolve("socket")));
                    case "unixpacket" -> both(unixPacket(isServer, directory.resolve("socket")));
                    case "pipe" -> pipe(isServer, directory);
                    default -> throw new IllegalArgumentException(arguments[1] + " is not a kind");
                };
        pin(arguments[4]);
        ByteBuffer message = ByteBuffer.allocateDirect(Integer.parseInt(arguments[3]));
        if (isServer) {
            serve(ends, message);
        } else {
            exchange(ends, message, new long[MOST], Long.parseLong(arguments[5]));
            System.out.println(exchange(ends, message, new long[MOST], Long.parseLong(arguments[6])));
        }
        System.exit(0); // also ends the other side, by closing the channels
    }

    private static void serve(Ends ends, ByteBuffer message) throws IOException {
        while (receive(ends.in(), message)) {
            send(ends.out(), message);
        }
    }

    /** Returns the median. */
    private static long exchange(Ends ends, ByteBuffer message, long[] timesNs, long millis) throws IOException {
        long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        int count = 0;
        long nowNs;
        do {
            message.clear();
            long startNs = System.nanoTime();
            send(ends.out(), message);
            receive(ends.in(), message);
            nowNs = System.nanoTime();
            timesNs[count++] = nowNs - startNs;
        } while (nowNs - endNs < 0 && count < MOST);
        Arrays.sort(timesNs, 0, count);
        return timesNs[count / 2];
    }

    private static void send(WritableByteChannel out, ByteBuffer message) throws IOException {
        while (message.hasRemaining()) {
            out.write(message);
        }
    }

    private static boolean receive(ReadableByteChannel in, ByteBuffer message) throws IOException {
        message.clear();
        do {
            if (in.read(message) < 0) {
                if (message.position() > 0) {
                    throw new EOFException("the stream ended within a message");
                }
                return false;
            }
        } while (message.hasRemaining());
        message.flip();
        return true;
    }

    private static Ends both(ByteChannel channel) {
        return new Ends(channel, channel);
    }

    private static SocketChannel unix(boolean isServer, Path path) throws IOException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(path);
        if (!isServer) {
            return SocketChannel.open(address);
        }
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            return listener.bind(address).accept();
        }
    }

    private static ByteChannel unixPacket(boolean isServer, Path path) throws IOException {
        AFUNIXSocketAddress address = AFUNIXSocketAddress.of(path);
        AFUNIXDatagramSocket socket = AFUNIXDatagramSocket.newInstance(AFSocketType.SOCK_SEQPACKET);
        if (!isServer) {
            socket.connect(address);
            return socket.getChannel();
        }
        socket.bind(address);
        socket.listen(1);
        return socket.accept().getChannel();
    }

    /** Opening a FIFO waits for the other end; so both sides open the requests first. */
    private static Ends pipe(boolean isServer, Path directory) throws IOException {
        Path requests = directory.resolve("requests");
        Path replies = directory.resolve("replies");
        if (isServer) {
            FileChannel in = FileChannel.open(requests, READ);
            return new Ends(in, FileChannel.open(replies, WRITE));
        }
        FileChannel out = FileChannel.open(requests, WRITE);
        return new Ends(FileChannel.open(replies, READ), out);
    }

    /** Only this thread: the compiler's run elsewhere, as they do in the comparison. */
    private static void pin(String cpu) throws IOException, InterruptedException {
        String thread = Files.readSymbolicLink(Path.of("/proc/thread-self"))
                .getFileName()
                .toString();
        int status = new ProcessBuilder("taskset", "-pc", cpu, thread).start().waitFor();
        if (status != 0) {
            throw new IOException("taskset ended with " + status);
        }
    }
}
