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
import dev.ipcdemo.sockets.spi.nio.BareChannels;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Measures round trips of C and of transports in turn, each between two processes of its own, all on one CPU: a short window of
 * one, then of the next, so that what disturbs the machine disturbs all of them. The ratio of two is the median of the ratios of
 * windows that followed each other.
 *
 * <pre>
 * java PosixCost.java DIRECTORY BYTES CPU WINDOWS WINDOW_MS KIND...
 * </pre>
 *
 * KIND is that of posix-cost.c, whose program is in DIRECTORY. The loop over a transport is that of the C program: the same
 * calls, with nothing checked and nothing recorded but the times. For itself, it starts
 *
 * <pre>
 * java PosixCost.java server SCHEME DIRECTORY BYTES CPU
 * java PosixCost.java client SCHEME DIRECTORY BYTES CPU
 * </pre>
 *
 * raw:SCHEME is the calls alone on a socket of that transport: what of the difference is a downcall's, and not the layer's.
 */
final class PosixCost {

    private static final String RAW = "raw:";
    private static final int MOST = 1_000_000;
    private static final int WARM_UP_MS = 4_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** The round trips of one side. */
    private interface Side {
        /** Sends and receives, or receives and sends; false at the end. */
        boolean exchange(ByteBuffer message) throws IOException;
    }

    private PosixCost() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("server") || arguments[0].equals("client")) {
            Path directory = Path.of(arguments[2]);
            boolean isRaw = arguments[1].startsWith(RAW);
            Transport transport = Transports.byScheme(isRaw ? arguments[1].substring(RAW.length()) : arguments[1]);
            pin(arguments[4]);
            ByteBuffer message = ByteBuffer.allocateDirect(Integer.parseInt(arguments[3]));
            if (arguments[0].equals("server")) {
                serve(isRaw ? rawServer(transport, directory) : server(transport, directory), message);
            } else {
                Endpoint server = await(directory.resolve("address"));
                measureOnRequest(isRaw ? rawClient(transport, server) : client(transport, server), message);
            }
            System.exit(0); // also ends the other side, by closing its socket
        }
        for (String kind : List.of(arguments).subList(5, arguments.length)) {
            compare(kind, Path.of(arguments[0]), arguments);
        }
    }

    /** A client process that measures when it is told to. */
    private record Participant(String name, Process client, Optional<Process> server, BufferedReader replies)
            implements AutoCloseable {

        long[] measure(long millis) throws IOException {
            client.getOutputStream().write((millis + "\n").getBytes(StandardCharsets.US_ASCII));
            client.getOutputStream().flush();
            return Stream.of(replies.readLine().split(" ")).mapToLong(Long::parseLong).toArray();
        }

        @Override
        public void close() {
            client.destroy();
            server.ifPresent(Process::destroy);
        }
    }

    private static Participant inC(String kind, Path directory, String[] arguments, String... option)
            throws IOException {
        Path place = Files.createTempDirectory(directory, "c");
        String program = directory.resolve("posix-cost").toString();
        List<String> command = new ArrayList<>(
                List.of("taskset", "-c", arguments[2], program, kind, place.toString(), arguments[1]));
        command.addAll(List.of(option));
        return participant(String.join(" ", "C", String.join("", option)).strip(), Optional.empty(), command);
    }

    private static Participant over(String scheme, Path directory, String[] arguments) throws IOException {
        Path place = Files.createTempDirectory(directory, "java");
        List<String> common = List.of(scheme, place.toString(), arguments[1], arguments[2]);
        Process server = new ProcessBuilder(java("server", common))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return participant(scheme, Optional.of(server), java("client", common));
    }

    private static Participant participant(String name, Optional<Process> server, List<String> client)
            throws IOException {
        Process started = new ProcessBuilder(client).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        return new Participant(name, started, server, started.inputReader(StandardCharsets.US_ASCII));
    }

    private static List<String> java(String side, List<String> common) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                PosixCost.class.getName(),
                side));
        command.addAll(common);
        return command;
    }

    private static List<String> schemes(String kind) {
        return switch (kind) {
            case "unix" -> List.of("posix+unix", "raw:posix+unix", "unix", "junix");
            case "tcp", "unixpacket" -> List.of("posix+" + kind, "raw:posix+" + kind, kind);
            default -> List.of("posix+" + kind, kind);
        };
    }

    private static void compare(String kind, Path directory, String[] arguments) throws Exception {
        int windows = Integer.parseInt(arguments[3]);
        long windowMs = Long.parseLong(arguments[4]);
        List<Participant> participants = new ArrayList<>();
        try {
            participants.add(inC(kind, directory, arguments));
            participants.add(inC(kind, directory, arguments, "threaded"));
            for (String scheme : schemes(kind)) {
                participants.add(over(scheme, directory, arguments));
            }
            for (Participant each : participants) {
                each.measure(each.server().isPresent() ? WARM_UP_MS : windowMs);
            }
            long[][][] measured = new long[participants.size()][windows][];
            for (int window = 0; window < windows; window++) {
                for (int i = 0; i < measured.length; i++) {
                    measured[i][window] = participants.get(i).measure(windowMs);
                }
            }
            for (int i = 0; i < measured.length; i++) {
                long[][] own = measured[i];
                long[][] ours = measured[2];
                System.out.printf(
                        "%-11s %-20s %8.2f %8.2f %10.3f %10.3f %8d%n",
                        kind,
                        participants.get(i).name(),
                        median(windows, w -> own[w][0]) / 1_000,
                        median(windows, w -> own[w][1]) / 1_000,
                        median(windows, w -> (double) ours[w][0] / own[w][0]),
                        median(windows, w -> (double) ours[w][1] / own[w][1]),
                        (long) median(windows, w -> own[w][2]));
            }
        } finally {
            participants.forEach(Participant::close);
        }
    }

    private static double median(int count, IntToDoubleFunction value) {
        double[] sorted = IntStream.range(0, count).mapToDouble(value).sorted().toArray();
        return count % 2 == 1 ? sorted[count / 2] : (sorted[count / 2 - 1] + sorted[count / 2]) / 2;
    }

    private static void serve(Side server, ByteBuffer message) throws IOException {
        while (server.exchange(message)) {
            // again
        }
    }

    private static void measureOnRequest(Side client, ByteBuffer message) throws IOException {
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        long[] timesNs = new long[MOST];
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            int count = exchange(client, message, timesNs, Long.parseLong(line));
            long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
            Arrays.sort(timesNs, 0, count);
            System.out.println(
                    timesNs[count / 2] + " " + timesNs[(int) (count * 99L / 100)] + " " + allocated / count);
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

    private static Endpoint await(Path address) throws IOException, InterruptedException {
        for (int tries = 0; tries < 1_000 && !Files.exists(address); tries++) {
            Thread.sleep(50);
        }
        return Endpoint.parse(Files.readString(address));
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

    private static Side rawServer(Transport transport, Path directory) throws IOException {
        Listener listener = ((StreamTransport) transport).listen(anywhere(transport), Options.DEFAULT);
        publish(listener.localEndpoint(), directory);
        ByteChannel channel =
                ((BareChannels) transport).acceptBare(listener, Options.DEFAULT).channel();
        return message -> readAll(channel, message.clear()) && writeAll(channel, message.flip());
    }

    private static Side rawClient(Transport transport, Endpoint server) throws IOException {
        SocketAddress address = transport.resolve(server).get(0);
        ByteChannel channel =
                ((BareChannels) transport).connectBare(address, Options.DEFAULT).channel();
        return message -> writeAll(channel, message.clear()) && readAll(channel, message.clear());
    }

    private static boolean writeAll(ByteChannel channel, ByteBuffer message) throws IOException {
        while (message.hasRemaining()) {
            channel.write(message);
        }
        return true;
    }

    private static boolean readAll(ByteChannel channel, ByteBuffer message) throws IOException {
        while (message.hasRemaining()) {
            if (channel.read(message) < 0) {
                return false;
            }
        }
        return true;
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
