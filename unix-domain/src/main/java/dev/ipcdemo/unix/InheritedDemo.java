package dev.ipcdemo.unix;

import dev.ipcdemo.demo.spi.Demo;
import dev.ipcdemo.demo.spi.Stage;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketType;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.spi.nio.ChannelBacked;
import dev.ipcdemo.sockets.spi.nio.ChannelFamily;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.ByteBuffer;
import java.nio.channels.NetworkChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.newsclub.net.unix.AFSocketCapability;
import org.newsclub.net.unix.AFUNIXSocket;
import org.newsclub.net.unix.FileDescriptorCast;

/** A listening socket as the standard input of a child process: the parent listens, and the child accepts. */
public final class InheritedDemo implements Demo {

    private static final String SKIPPED = "skipped";

    /** Called by {@link java.util.ServiceLoader}. */
    public InheritedDemo() {}

    @Override
    public String name() {
        return "inherited";
    }

    @Override
    public String summary() {
        return "a listening socket handed to a child process, which accepts on it";
    }

    /** {@link System#inheritedChannel} supports stream listeners of any family, whichever library created them. */
    @Override
    public boolean appliesTo(Transport transport) {
        return transport.type() == SocketType.SOCK_STREAM && transport instanceof ChannelFamily;
    }

    @Override
    public void server(Stage stage) throws Exception {
        if (!Junixsocket.library().isAvailable()
                || !AFUNIXSocket.supports(AFSocketCapability.CAPABILITY_FD_AS_REDIRECT)) {
            stage.note(
                    "skipped: handing a socket to a child process needs junixsocket, which does not support it here");
            stage.tell(SKIPPED);
            return;
        }
        try (Listener listener = stage.streams().listen(stage.anywhere(), Options.DEFAULT)) {
            Process child = start(stage, ChannelBacked.channelOf(listener, NetworkChannel.class));
            BufferedReader says = child.inputReader();
            try {
                String found = nextLine(says);
                stage.note("the child: " + found);
                if (!InheritedChild.FOUND.equals(found)) {
                    stage.claim(false, "The child's JVM accepts a listening socket as standard input.");
                    stage.tell(SKIPPED);
                    return;
                }
                stage.tell(listener.localEndpoint().toString());
                stage.tell(Long.toString(child.pid()));
                stage.note("the child: " + nextLine(says));
                stage.claim(child.waitFor() == 0, "The parent listened and never accepted.");
            } finally {
                child.destroyForcibly();
                says.close(); // after the child's end, because a thread that still reads holds the reader's lock
            }
        }
    }

    /** Waits in a way that an interrupt ends, unlike a read from a pipe. */
    private static String nextLine(BufferedReader says) throws Exception {
        return CompletableFuture.supplyAsync(() -> {
                    try {
                        return says.readLine();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .get();
    }

    private static Process start(Stage stage, NetworkChannel listener) throws Exception {
        FileDescriptor descriptor = Descriptors.of(listener);
        ProcessBuilder child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        InheritedChild.class.getName())
                .redirectInput(FileDescriptorCast.using(descriptor).as(Redirect.class))
                .redirectError(Redirect.INHERIT);
        return stage.act(
                "start a JVM, 0 being descriptor " + Descriptors.number(descriptor),
                child::start,
                process -> "process " + process.pid());
    }

    @Override
    public void client(Stage stage) throws IOException {
        String server = stage.hear();
        if (server.equals(SKIPPED)) {
            return;
        }
        String childPid = stage.hear();
        try (Connection connection = stage.streams().connect(Endpoint.parse(server), Options.DEFAULT)) {
            stage.claim(
                    readAll(connection).equals("this is process " + childPid),
                    "The child accepted on the inherited socket and answered: process " + childPid + ".");
        }
        stage.conclude("The child did not bind anything, and needs no permission to: its parent bound the"
                + " address, chose the mode, and kept the backlog while there was no child.");
        stage.conclude("This is how inetd and systemd start a server when its first client connects, and"
                + " restart it without refusing one. System.inheritedChannel() accepts a standard input in"
                + " AF_INET, AF_INET6 and AF_UNIX.");
    }

    private static String readAll(Connection connection) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(64);
        while (connection.recv(buffer) > 0) {
            // until the end of the stream, or until the buffer is full
        }
        return StandardCharsets.US_ASCII.decode(buffer.flip()).toString();
    }
}
