package dev.ipcdemo.posix.demo;

import static dev.ipcdemo.posix.Constants.AF_UNIX;
import static dev.ipcdemo.posix.Constants.SOCK_DGRAM;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.ipcdemo.demo.spi.Stage;
import dev.ipcdemo.posix.Posix;
import dev.ipcdemo.posix.SocketAddressBuffer;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** An AF_UNIX socket that the kernel gives a name. */
public final class AutobindDemo extends CallDemo {

    /** Called by {@link java.util.ServiceLoader}. */
    public AutobindDemo() {
        super("autobind", "the kernel picks a name for a datagram client, so it can be answered", "posix+unixgram");
    }

    @Override
    void run(Stage stage, ShownCalls calls) throws Exception {
        SocketAddressBuffer noName = SocketAddressBuffer.ofUnixName(new byte[0]);
        int client = calls.socket("a", AF_UNIX, SOCK_DGRAM);
        stage.claim(nameOf(stage, "a", client).length == 0, "A new socket has no name, so nobody could answer it.");
        stage.act("a: bind()", () -> Posix.bind(client, noName));
        byte[] own = nameOf(stage, "a", client);
        stage.claim(
                own.length == 6 && own[0] == 0,
                "The kernel picked an abstract name: a NUL and five hexadecimal digits.");
        int server = calls.socket("b", AF_UNIX, SOCK_DGRAM);
        stage.act("b: bind()", () -> Posix.bind(server, noName));
        byte[] other = nameOf(stage, "b", server);
        stage.claim(!Arrays.equals(own, other), "Each socket gets a name of its own.");
        stage.act(
                "a: sendto(\"question\", " + text(other) + ")",
                () -> Posix.sendto(client, US_ASCII.encode("question"), 0, SocketAddressBuffer.ofUnixName(other)),
                String::valueOf);
        SocketAddressBuffer sender = new SocketAddressBuffer();
        stage.call(
                "b: recvfrom(64)",
                () -> Posix.recvfrom(server, ByteBuffer.allocate(64), 0, sender),
                bytes -> bytes + " from " + text(sender.unixName()));
        stage.act(
                "b: sendto(\"answer\", " + text(sender.unixName()) + ")",
                () -> Posix.sendto(server, US_ASCII.encode("answer"), 0, sender),
                String::valueOf);
        stage.claim(calls.recv("a", client, 64, 0, "").equals("answer"), "The client was answered, and has no file.");
        calls.closeAll();
        stage.conclude(
                "A client of AF_UNIX datagrams needs a name to be answered at. Autobind gives it one that is free,"
                        + " needs no directory, and is gone with the socket.");
    }

    private static byte[] nameOf(Stage stage, String name, int socket) throws Exception {
        return stage.act(
                name + ": getsockname()",
                () -> Posix.getsockname(socket).unixName(),
                bytes -> bytes.length == 0 ? "unnamed" : text(bytes));
    }

    private static String text(byte[] name) {
        return "@" + new String(name, 1, name.length - 1, US_ASCII);
    }
}
