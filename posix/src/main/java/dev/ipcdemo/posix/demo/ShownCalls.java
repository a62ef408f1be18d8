package dev.ipcdemo.posix.demo;

import static dev.ipcdemo.posix.Constants.AF_INET;
import static dev.ipcdemo.posix.Constants.AF_UNIX;
import static dev.ipcdemo.posix.Constants.SHUT_RDWR;
import static dev.ipcdemo.posix.Constants.SOCK_CLOEXEC;
import static dev.ipcdemo.posix.Constants.SOCK_DGRAM;
import static dev.ipcdemo.posix.Constants.SOCK_STREAM;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.ipcdemo.demo.spi.Stage;
import dev.ipcdemo.posix.Kernel;
import dev.ipcdemo.posix.MessageBuffer;
import dev.ipcdemo.posix.Posix;
import dev.ipcdemo.posix.PosixException;
import dev.ipcdemo.posix.SocketAddressBuffer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes calls and shows them. What a demo leaves open when it fails is closed at its end. */
final class ShownCalls implements AutoCloseable {

    private final Stage stage;
    private final Map<String, Integer> open = new LinkedHashMap<>();

    ShownCalls(Stage stage) {
        this.stage = stage;
    }

    private static String domainName(int domain) {
        return domain == AF_INET ? "AF_INET" : "AF_UNIX";
    }

    private static String typeName(int type) {
        return type == SOCK_STREAM ? "SOCK_STREAM" : type == SOCK_DGRAM ? "SOCK_DGRAM" : "SOCK_SEQPACKET";
    }

    /** socket(2); the name stands for the descriptor in what is shown. */
    int socket(String name, int domain, int type, int protocol, String protocolName) throws Exception {
        int opened = stage.act(
                name + ": socket(" + domainName(domain) + ", " + typeName(type) + ", " + protocolName + ")",
                () -> Posix.socket(domain, type | SOCK_CLOEXEC, protocol),
                String::valueOf);
        open.put(name, opened);
        return opened;
    }

    int socket(String name, int domain, int type) throws Exception {
        return socket(name, domain, type, 0, "0");
    }

    /** socketpair(2): two sockets, a and b. */
    int[] pair(int type) throws Exception {
        int[] two = stage.act(
                "socketpair(AF_UNIX, " + typeName(type) + ", 0)",
                () -> Posix.socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0),
                pair -> "a, b");
        open.put("a", two[0]);
        open.put("b", two[1]);
        return two;
    }

    /** Closes at the end a descriptor that a call has returned. */
    void adopt(String name, int descriptor) {
        open.put(name, descriptor);
    }

    /** bind(2) to a port of the loopback interface; 0 for any. */
    SocketAddressBuffer bindLoopback(String name, int socket, int port) throws Exception {
        InetSocketAddress wanted = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        stage.act(name + ": bind(" + text(wanted) + ")", () -> Posix.bind(socket, SocketAddressBuffer.of(wanted)));
        return stage.act(name + ": getsockname()", () -> Posix.getsockname(socket), bound -> text(bound.inet()));
    }

    static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    void set(String name, int socket, int level, int option, String optionName, int value) throws Exception {
        stage.act(
                name + ": setsockopt(" + optionName + ", " + value + ")",
                () -> Posix.setsockopt(socket, level, option, value));
    }

    void send(String name, int socket, String text) throws Exception {
        stage.act(
                name + ": send(\"" + text + "\")", () -> Posix.send(socket, US_ASCII.encode(text), 0), String::valueOf);
    }

    String recv(String name, int socket, int bytes, int flags, String flagNames) throws Exception {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        int[] returned = new int[1];
        return stage.call(
                name + ": recv(" + bytes + flagNames + ")",
                () -> {
                    returned[0] = Posix.recv(socket, buffer, flags);
                    return US_ASCII.decode(buffer.flip()).toString();
                },
                text -> returned[0] + " \"" + text + "\"");
    }

    /** recvmsg(2) into a message with room for ancillary data. */
    MessageBuffer recvmsg(String name, int socket, int flags) throws Exception {
        MessageBuffer message = new MessageBuffer(64, 256);
        stage.call(
                name + ": recvmsg(64)",
                () -> Posix.recvmsg(socket, message, flags),
                bytes -> bytes + " \"" + US_ASCII.decode(message.data().duplicate()) + "\"");
        return message;
    }

    /** shutdown(2) of both directions. */
    void shutdown(String name, int socket) throws PosixException {
        stage.act(name + ": shutdown(SHUT_RDWR)", () -> Posix.shutdown(socket, SHUT_RDWR));
    }

    void close(String name) throws PosixException {
        int descriptor = open.remove(name);
        stage.act("close(" + name + ")", () -> Posix.close(descriptor));
    }

    /** Closes what is left, with a line for each. */
    void closeAll() throws PosixException {
        while (!open.isEmpty()) {
            close(open.keySet().iterator().next());
        }
    }

    @Override
    public void close() {
        open.values().forEach(Kernel::close);
    }
}
