package dev.ipcdemo.unix;

import dev.ipcdemo.demo.spi.Demo;
import dev.ipcdemo.demo.spi.Stage;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.spi.SystemCalls;
import dev.ipcdemo.sockets.spi.nio.ChannelBacked;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.newsclub.net.unix.AFSocketExtensions;
import org.newsclub.net.unix.AFUNIXSocketExtensions;

/**
 * Passes open files to another process: a file that no longer has a name, and a TCP connection that one process accepts
 * and another one answers.
 */
public final class DescriptorsDemo implements Demo {

    private static final String ANSWER = "this is process ";

    /** Room for a few descriptors; junixsocket has none by default, and drops them silently. */
    private static final int ANCILLARY_BYTES = 1024;

    /** Called by {@link java.util.ServiceLoader}. */
    public DescriptorsDemo() {}

    @Override
    public String name() {
        return "descriptors";
    }

    @Override
    public String summary() {
        return "pass an open file and an accepted TCP connection to another process";
    }

    /** Only junixsocket supports it. */
    @Override
    public boolean appliesTo(Transport transport) {
        return transport instanceof Junixsocket && transport.type().isConnected();
    }

    @Override
    public void server(Stage stage) throws Exception {
        try (Listener listener = stage.streams().listen(stage.anywhere(), Options.DEFAULT)) {
            stage.tell(listener.localEndpoint().toString());
            try (Connection worker = listener.accept()) {
                String workerPid = stage.hear();
                passFile(stage, worker);
                passConnection(stage, worker, workerPid);
            }
        }
    }

    private static void passFile(Stage stage, Connection worker) throws Exception {
        try (DemoDirectory directory = DemoDirectory.open()) {
            Path path = Files.writeString(directory.file("letter"), "read here, and there");
            try (FileInputStream file = stage.act("open(letter)", () -> new FileInputStream(path.toFile()), in -> "")) {
                stage.act("unlink(letter)", () -> Files.delete(path));
                stage.act(
                        "read(11)",
                        () -> new String(file.readNBytes(11), StandardCharsets.US_ASCII),
                        DescriptorsDemo::quoted);
                pass(stage, worker, "f", file.getFD());
            }
        }
    }

    private static void passConnection(Stage stage, Connection worker, String workerPid) throws Exception {
        SocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (ServerSocketChannel listener = stage.act(
                        "listen(127.0.0.1:0)",
                        () -> {
                            SystemCalls.note("socket", "bind", "listen");
                            return ServerSocketChannel.open(StandardProtocolFamily.INET)
                                    .bind(any);
                        },
                        channel -> text(channel.socket().getLocalSocketAddress()));
                SocketChannel customer = stage.act(
                        "connect(" + text(listener.getLocalAddress()) + ")",
                        () -> {
                            SystemCalls.note("socket", "connect");
                            return SocketChannel.open(listener.getLocalAddress());
                        },
                        channel -> "a customer, from " + text(channel.socket().getLocalSocketAddress()))) {
            write(stage, customer, "who is there?");
            try (SocketChannel accepted = stage.call(
                    "accept()",
                    listener::accept,
                    channel -> text(channel.socket().getRemoteSocketAddress()))) {
                pass(stage, worker, "c", Descriptors.of(accepted));
                stage.act("close(what was accepted)", accepted::close);
            }
            stage.act("close(listener)", listener::close);
            String answer =
                    stage.call("customer: read until the end", () -> readAll(customer), DescriptorsDemo::quoted);
            String ownPid = Long.toString(ProcessHandle.current().pid());
            String who = workerPid.equals(ownPid) ? "the other side" : "process " + workerPid;
            stage.claim(
                    answer.equals(ANSWER + workerPid),
                    "Process " + ownPid + " accepted the customer and closed its descriptor; " + who
                            + " answered on the same connection.");
            stage.act("close(customer)", customer::close);
        }
    }

    private static void pass(Stage stage, Connection to, String message, FileDescriptor passed) throws Exception {
        ByteChannel channel = ChannelBacked.channelOf(to, ByteChannel.class);
        stage.act(
                "sendmsg(\"" + message + "\", SCM_RIGHTS: " + descriptor(passed) + ")",
                () -> {
                    ((AFUNIXSocketExtensions) channel).setOutboundFileDescriptors(passed);
                    return channel.write(StandardCharsets.US_ASCII.encode(
                            message)); // a descriptor needs at least one byte to travel with
                },
                String::valueOf);
    }

    @Override
    public void client(Stage stage) throws Exception {
        Endpoint server = Endpoint.parse(stage.hear());
        try (Connection front = stage.streams().connect(server, Options.DEFAULT)) {
            stage.tell(Long.toString(ProcessHandle.current().pid()));
            ChannelBacked.channelOf(front, AFSocketExtensions.class).setAncillaryReceiveBufferSize(ANCILLARY_BYTES);
            try (FileInputStream file = new FileInputStream(receive(stage, front))) {
                String rest = stage.call(
                        "read until the end",
                        () -> new String(file.readAllBytes(), StandardCharsets.US_ASCII),
                        DescriptorsDemo::quoted);
                stage.claim(
                        rest.equals("and there"),
                        "The file no longer has a name, and reading continued where the other side had stopped.");
                stage.act("close(letter)", file::close);
            }
            FileDescriptor customer = receive(stage, front);
            try (FileInputStream in = new FileInputStream(customer);
                    FileOutputStream out = new FileOutputStream(customer)) {
                stage.call("read(64)", () -> readOnce(in), DescriptorsDemo::quoted);
                String answer = ANSWER + ProcessHandle.current().pid();
                stage.act("write(" + quoted(answer) + ")", () -> out.write(answer.getBytes(StandardCharsets.US_ASCII)));
                stage.act("close(customer)", out::close);
            }
        }
        stage.conclude("What is passed is not the number but the open file itself, with its position, or the"
                + " connection with its buffered data. The receiver gets a number of its own for it.");
        stage.conclude("This way a server can be replaced without losing a client: the old process hands its"
                + " listener and connections to the new one, and exits.");
    }

    private static FileDescriptor receive(Stage stage, Connection from) throws Exception {
        ReadableByteChannel channel = ChannelBacked.channelOf(from, ReadableByteChannel.class);
        return stage.call(
                "recvmsg(1)",
                () -> {
                    channel.read(ByteBuffer.allocate(1));
                    FileDescriptor[] received = ((AFUNIXSocketExtensions) channel).getReceivedFileDescriptors();
                    if (received.length != 1) {
                        throw new IOException(received.length + " descriptors came with the message instead of one");
                    }
                    return received[0];
                },
                received -> "1, SCM_RIGHTS: " + descriptor(received));
    }

    private static void write(Stage stage, SocketChannel customer, String text) throws Exception {
        stage.act(
                "customer: write(" + quoted(text) + ")",
                () -> customer.write(StandardCharsets.US_ASCII.encode(text)),
                String::valueOf);
    }

    private static String readOnce(FileInputStream in) throws IOException {
        byte[] bytes = new byte[64];
        return new String(bytes, 0, Math.max(0, in.read(bytes)), StandardCharsets.US_ASCII);
    }

    private static String readAll(SocketChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(64);
        while (channel.read(buffer) > 0) {
            // until the end of the stream, or until the buffer is full
        }
        return StandardCharsets.US_ASCII.decode(buffer.flip()).toString();
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }

    private static String text(SocketAddress address) {
        InetSocketAddress inet = (InetSocketAddress) address;
        return inet.getAddress().getHostAddress() + ":" + inet.getPort();
    }

    private static String descriptor(FileDescriptor descriptor) {
        try {
            return "descriptor " + Descriptors.number(descriptor);
        } catch (IOException e) {
            return "a descriptor";
        }
    }
}
