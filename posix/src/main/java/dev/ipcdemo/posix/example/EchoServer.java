package dev.ipcdemo.posix.example;

import static dev.ipcdemo.posix.Constants.AF_INET;
import static dev.ipcdemo.posix.Constants.MSG_NOSIGNAL;
import static dev.ipcdemo.posix.Constants.SOCK_CLOEXEC;
import static dev.ipcdemo.posix.Constants.SOCK_STREAM;
import static dev.ipcdemo.posix.Constants.SOL_SOCKET;
import static dev.ipcdemo.posix.Constants.SO_REUSEADDR;

import dev.ipcdemo.posix.Kernel;
import dev.ipcdemo.posix.Posix;
import dev.ipcdemo.posix.PosixException;
import dev.ipcdemo.posix.SocketAddressBuffer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** Sends back what it receives over TCP, to many clients at once; in the socket calls. */
public final class EchoServer {

    private EchoServer() {}

    /**
     * Serves until the JVM ends.
     *
     * @param args the port; without it, any free one
     * @throws PosixException if the port is taken
     */
    public static void main(String[] args) throws PosixException {
        int port = args.length == 0 ? 0 : Integer.parseInt(args[0]);
        int server = Posix.socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        Posix.setsockopt(server, SOL_SOCKET, SO_REUSEADDR, 1); // although connections are in TIME_WAIT
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        Posix.bind(server, SocketAddressBuffer.of(address));
        Posix.listen(server, 128);
        System.out.println(
                "listening on 127.0.0.1:" + Posix.getsockname(server).inet().getPort());
        while (true) {
            SocketAddressBuffer peer = new SocketAddressBuffer();
            int client = Posix.accept(server, peer);
            InetSocketAddress from = peer.inet();
            Thread.ofPlatform().start(() -> serve(client, from)); // a call that waits pins a virtual thread's carrier
        }
    }

    private static void serve(int client, InetSocketAddress from) {
        try {
            ByteBuffer buffer = ByteBuffer.allocateDirect(8192);
            // recv returns what has arrived, 0 at the end of the stream; send takes what fits into the send buffer.
            while (Posix.recv(client, buffer.clear(), 0) > 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    Posix.send(client, buffer, MSG_NOSIGNAL);
                }
            }
        } catch (PosixException e) {
            System.err.println(from + ": " + e.getMessage()); // only this client is affected
        } finally {
            Kernel.close(client);
        }
    }
}
