package dev.ipcdemo.unix;

import dev.ipcdemo.demo.spi.Demo;
import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.demo.spi.Stage;
import dev.ipcdemo.sockets.SocketType;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.spi.SystemCalls;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.NetworkChannel;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.newsclub.net.unix.AFSocketCapability;
import org.newsclub.net.unix.AFSocketType;
import org.newsclub.net.unix.AFUNIXSocket;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketPair;
import org.newsclub.net.unix.FileDescriptorCast;

/** Two connected sockets from one call: neither has a name, so nobody else can connect to them. */
public final class SocketPairDemo implements Demo {

    /** Called by {@link java.util.ServiceLoader}. */
    public SocketPairDemo() {}

    @Override
    public String name() {
        return "socketpair";
    }

    @Override
    public String summary() {
        return "two connected ends without a name, one of them for a child process";
    }

    /** Only junixsocket supports it. */
    @Override
    public boolean appliesTo(Transport transport) {
        return transport instanceof Junixsocket;
    }

    @Override
    public Set<Scope> scopes() {
        return EnumSet.of(Scope.IN_PROCESS);
    }

    /** Another process can get one of them by passing or inheritance. */
    @Override
    public Optional<String> whyNotElsewhere() {
        return Optional.of("both ends come from one call, so they belong to one process");
    }

    @Override
    public void server(Stage stage) throws Exception {
        SocketType type = stage.transport().type();
        try (AFUNIXSocketPair<?> pair = open(stage, type)) {
            talk(stage, (ByteChannel) pair.getFirst(), (ByteChannel) pair.getSecond(), type);
        }
        if (type == SocketType.SOCK_STREAM) {
            talkToChild(stage);
        }
        stage.conclude("A socketpair is a pipe in both directions, and only a descriptor gives access to it:"
                + " there is no path to protect, no port to find, and no stranger to reject.");
        stage.conclude("Both ends start in one process. Threads may share them; another process gets one by"
                + " inheriting it, or in a message (see the demo descriptors).");
    }

    private static AFUNIXSocketPair<?> open(Stage stage, SocketType type) throws Exception {
        return stage.<AFUNIXSocketPair<?>>act(
                "socketpair(AF_UNIX, " + type + ")",
                () -> switch (type) {
                    case SOCK_STREAM -> AFUNIXSocketPair.open();
                    case SOCK_DGRAM -> AFUNIXSocketPair.openDatagram();
                    case SOCK_SEQPACKET -> AFUNIXSocketPair.openDatagram(AFSocketType.SOCK_SEQPACKET);
                },
                pair -> "a, b");
    }

    private static void talk(Stage stage, ByteChannel a, ByteChannel b, SocketType type) throws Exception {
        stage.claim(isUnnamed(stage, "a", a) && isUnnamed(stage, "b", b), "Neither end has a name.");
        write(stage, "a", a, "one");
        write(stage, "a", a, "two");
        if (type == SocketType.SOCK_STREAM) {
            stage.claim(
                    readFully(stage, "b", b, "onetwo".length()).equals("onetwo"),
                    "b read what a wrote: a stream of six bytes.");
        } else {
            stage.claim(
                    read(stage, "b", b).equals("one") && read(stage, "b", b).equals("two"),
                    "b read what a wrote: two messages.");
        }
        write(stage, "b", b, "and back");
        stage.claim(read(stage, "a", a).equals("and back"), "It also works in the other direction.");
        close(stage, "a", a);
        close(stage, "b", b);
    }

    /**
     * cat(1) knows nothing about sockets: it copies its standard input to its standard output, here the same socket.
     */
    private static void talkToChild(Stage stage) throws Exception {
        if (!AFUNIXSocket.supports(AFSocketCapability.CAPABILITY_FD_AS_REDIRECT)) {
            stage.note("skipped: junixsocket cannot hand a socket to a child process on this JVM");
            return;
        }
        try (AFUNIXSocketPair<?> pair = open(stage, SocketType.SOCK_STREAM)) {
            AFUNIXSocketChannel a = (AFUNIXSocketChannel) pair.getFirst();
            AFUNIXSocketChannel b = (AFUNIXSocketChannel) pair.getSecond();
            Process cat = start(stage, b);
            try {
                closeOnlyHere(stage, b);
                write(stage, "a", a, "hello, child");
                stage.claim(
                        readFully(stage, "a", a, "hello, child".length()).equals("hello, child"),
                        "A child process that had b as its standard input and output answered on it.");
                stage.act("a: shutdown(SHUT_WR)", a::shutdownOutput);
                stage.claim(
                        read(stage, "a", a).isEmpty(),
                        "When the child has exited, nobody has b any more, and a reads the end of the stream.");
                close(stage, "a", a);
                cat.waitFor();
            } finally {
                cat.destroyForcibly();
            }
        }
    }

    private static Process start(Stage stage, AFUNIXSocketChannel end) throws Exception {
        return stage.act("start cat, 0 and 1 being b", () -> startCat(end), process -> "process " + process.pid());
    }

    private static Process startCat(AFUNIXSocketChannel end) throws IOException {
        FileDescriptor in = end.getFileDescriptor();
        SystemCalls.note("dup", "close"); // the JDK accepts each descriptor only once
        FileDescriptor out = FileDescriptorCast.duplicating(in).as(FileDescriptor.class);
        try (FileOutputStream closing = new FileOutputStream(out)) {
            return new ProcessBuilder("cat")
                    .redirectInput(FileDescriptorCast.using(in).as(Redirect.class))
                    .redirectOutput(FileDescriptorCast.using(closing.getFD()).as(Redirect.class))
                    .redirectError(Redirect.DISCARD)
                    .start();
        }
    }

    private static void close(Stage stage, String end, ByteChannel channel) throws IOException {
        stage.act("close(" + end + ")", () -> {
            SystemCalls.note("shutdown", "close");
            channel.close();
        });
    }

    /**
     * Closes the descriptor but not the connection, which the child uses too. junixsocket's own close calls shutdown(2)
     * first; setShutdownOnClose(false) prevents that for its datagram sockets, but not for its stream sockets.
     */
    private static void closeOnlyHere(Stage stage, AFUNIXSocketChannel end) throws Exception {
        FileDescriptor descriptor = end.getFileDescriptor();
        stage.act("close(b)", () -> new FileOutputStream(descriptor).close());
    }

    private static boolean isUnnamed(Stage stage, String end, ByteChannel channel) throws Exception {
        return stage.act(
                end + ": getsockname()",
                () -> ((NetworkChannel) channel).getLocalAddress() == null,
                isUnnamed -> isUnnamed ? "unnamed" : "a name");
    }

    private static void write(Stage stage, String end, ByteChannel channel, String text) throws Exception {
        stage.act(
                end + ": write(\"" + text + "\")",
                () -> channel.write(StandardCharsets.US_ASCII.encode(text)),
                String::valueOf);
    }

    private static String readFully(Stage stage, String end, ByteChannel channel, int length) throws Exception {
        String text = "";
        while (text.length() < length) {
            String more = read(stage, end, channel);
            if (more.isEmpty()) {
                break;
            }
            text += more;
        }
        return text;
    }

    /** Reads once; returns an empty text at the end of the stream. */
    private static String read(Stage stage, String end, ByteChannel channel) throws Exception {
        ByteBuffer buffer = ByteBuffer.allocate(64);
        return stage.call(
                end + ": read(64)",
                () -> {
                    channel.read(buffer);
                    return StandardCharsets.US_ASCII.decode(buffer.flip()).toString();
                },
                text -> text.isEmpty() ? "-1, end of stream" : text.length() + " \"" + text + "\"");
    }
}
