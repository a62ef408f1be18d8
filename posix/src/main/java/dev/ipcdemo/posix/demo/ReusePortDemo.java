package dev.ipcdemo.posix.demo;

import static dev.ipcdemo.posix.Constants.AF_INET;
import static dev.ipcdemo.posix.Constants.MSG_DONTWAIT;
import static dev.ipcdemo.posix.Constants.SOCK_DGRAM;
import static dev.ipcdemo.posix.Constants.SOL_SOCKET;
import static dev.ipcdemo.posix.Constants.SO_REUSEPORT;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.ipcdemo.demo.spi.Stage;
import dev.ipcdemo.posix.ErrorNumbers;
import dev.ipcdemo.posix.Kernel;
import dev.ipcdemo.posix.Posix;
import dev.ipcdemo.posix.PosixException;
import dev.ipcdemo.posix.SocketAddressBuffer;
import java.nio.ByteBuffer;

/** Two servers on one port, between which the kernel distributes the clients. */
public final class ReusePortDemo extends CallDemo {

    private static final int CLIENTS = 64;

    /** Called by {@link java.util.ServiceLoader}. */
    public ReusePortDemo() {
        super("reuse-port", "two servers on one port share the clients", "posix+udp");
    }

    @Override
    void run(Stage stage, ShownCalls calls) throws Exception {
        int first = calls.socket("a", AF_INET, SOCK_DGRAM);
        calls.set("a", first, SOL_SOCKET, SO_REUSEPORT, "SO_REUSEPORT", 1);
        SocketAddressBuffer address = calls.bindLoopback("a", first, 0);
        int port = address.inet().getPort();
        int second = calls.socket("b", AF_INET, SOCK_DGRAM);
        try {
            calls.bindLoopback("b", second, port);
            stage.claim(false, "A second server cannot have the port.");
        } catch (PosixException e) {
            stage.claim(
                    e.errno() == ErrorNumbers.EADDRINUSE,
                    "A second server cannot have the port, unless it says that it shares it: " + e.name() + ".");
        }
        calls.set("b", second, SOL_SOCKET, SO_REUSEPORT, "SO_REUSEPORT", 1);
        calls.bindLoopback("b", second, port);
        stage.together(CLIENTS + " clients send a datagram each", () -> sendFromMany(address));
        int atFirst = count(first);
        int atSecond = count(second);
        stage.note("a received " + atFirst + " of them, b " + atSecond);
        stage.claim(
                atFirst + atSecond == CLIENTS && atFirst > 0 && atSecond > 0,
                "Each datagram went to one of the two, by a hash of its sender's address.");
        calls.closeAll();
        stage.conclude(
                "With SO_REUSEPORT, each thread or process of a server can have a socket of its own, and the kernel"
                        + " spreads the clients over them. All must be of one user.");
    }

    private static String sendFromMany(SocketAddressBuffer server) throws PosixException {
        for (int i = 0; i < CLIENTS; i++) {
            int client = Posix.socket(AF_INET, SOCK_DGRAM, 0);
            try {
                Posix.sendto(client, US_ASCII.encode("hello"), 0, server);
            } finally {
                Posix.close(client);
            }
        }
        return "";
    }

    private static int count(int socket) {
        int count = 0;
        while (Kernel.recv(socket, ByteBuffer.allocate(8), MSG_DONTWAIT) >= 0) {
            count++;
        }
        return count;
    }
}
