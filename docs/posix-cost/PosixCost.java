import com.sun.management.ThreadMXBean;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.PacketTransport;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.Transports;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * The loop of posix-cost.c over a transport: the same calls, with nothing checked and nothing recorded but the times. Both
 * processes pin the thread that runs the loop to one CPU.
 *
 * <pre>
 * java PosixCost.java server SCHEME DIRECTORY BYTES CPU
 * java PosixCost.java client SCHEME DIRECTORY BYTES CPU WARM_UP_MS MEASURE_MS
 * </pre>
 *
 * The server writes its endpoint to the file {@code address}. The client prints the median and the 99th percentile in
 * nanoseconds, and how many bytes the client allocated for a round trip; the server prints how many it allocated.
 */
final class PosixCost {

    private static final int MOST = 4_000_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** The round trips of one side. */
    private interface Side {
        /** Sends and receives, or receives and sends; false at the end. */
        boolean exchange(ByteBuffer message) throws IOException;
    }

    private PosixCost() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[2]);
        Transport transport = Transports.byScheme(arguments[1]);
        pin(arguments[4]);
        ByteBuffer message = ByteBuffer.allocateDirect(Integer.parseInt(arguments[3]));
        if (arguments[0].equals("server")) {
            serve(server(transport, directory), message);
        } else {
            Side client = client(transport, Endpoint.parse(Files.readString(directory.resolve("address"))));
            long[] timesNs = new long[MOST];
            exchange(client, message, timesNs, Long.parseLong(arguments[5]));
            long before = THREADS.getCurrentThreadAllocatedBytes();
            int count = exchange(client, message, timesNs, Long.parseLong(arguments[6]));
            long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
            Arrays.sort(timesNs, 0, count);
            System.out.println(
                    timesNs[count / 2] + " " + timesNs[(int) (count * 99L / 100)] + " " + allocated / count);
        }
        System.exit(0);
    }

    private static void serve(Side server, ByteBuffer message) throws IOException {
        while (server.exchange(message)) {
            // again
        }
    }

    private static int exchange(Side client, ByteBuffer message, long[] timesNs, long millis) throws IOException {
        long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        int count = 0;
        long nowNs;
        do {
            long startNs = System.nanoTime();
            client.exchange(message);
            nowNs = System.nanoTime();
            timesNs[count++] = nowNs - startNs;
        } while (nowNs - endNs < 0 && count < MOST);
        return count;
    }

    private static Endpoint anywhere(Transport transport) {
        return new Endpoint(transport.scheme(), new Endpoint.AnyName());
    }

    private static void publish(Endpoint endpoint, Path directory) throws IOException {
        Path written = Files.writeString(directory.resolve("new"), endpoint.toString());
        Files.move(written, directory.resolve("address"), StandardCopyOption.ATOMIC_MOVE);
    }

    private static Side server(Transport transport, Path directory) throws IOException {
        if (transport instanceof StreamTransport streams) {
            Listener listener = streams.listen(anywhere(transport), Options.DEFAULT);
            publish(listener.localEndpoint(), directory);
            Connection connection = listener.accept();
            return message -> receive(connection, message.clear()) && send(connection, message.flip());
        }
        PacketTransport packets = (PacketTransport) transport;
        PacketSocket socket = packets.bind(anywhere(transport), Options.DEFAULT);
        publish(socket.localEndpoint(), directory);
        return message -> {
            SocketAddress sender = socket.recvFrom(message.clear());
            socket.sendTo(message.flip(), sender);
            return true;
        };
    }

    private static Side client(Transport transport, Endpoint server) throws IOException {
        SocketAddress address = transport.resolve(server).get(0);
        if (transport instanceof StreamTransport) {
            Connection connection = transport.connect(address, Options.DEFAULT);
            return message -> send(connection, message.clear()) && receive(connection, message.clear());
        }
        PacketTransport packets = (PacketTransport) transport;
        PacketSocket socket = packets.bind(packets.clientAddress(address), Options.DEFAULT);
        return message -> {
            socket.sendTo(message.clear(), address);
            socket.recvFrom(message.clear());
            return true;
        };
    }

    private static boolean send(Connection connection, ByteBuffer message) throws IOException {
        while (message.hasRemaining()) {
            connection.send(message);
        }
        return true;
    }

    private static boolean receive(Connection connection, ByteBuffer message) throws IOException {
        while (message.hasRemaining()) {
            if (connection.recv(message) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Only this thread: the compiler's run elsewhere, as they do in the comparison. */
    private static void pin(String cpu) throws IOException, InterruptedException {
        String thread = Files.readSymbolicLink(Path.of("/proc/thread-self"))
                .getFileName()
                .toString();
        int status = new ProcessBuilder("taskset", "-pc", cpu, thread)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException("taskset ended with " + status);
        }
    }
}
