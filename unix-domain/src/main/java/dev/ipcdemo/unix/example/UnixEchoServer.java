package dev.ipcdemo.unix.example;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** Sends back what it receives over AF_UNIX streams, to many clients at once; with the JDK alone. */
public final class UnixEchoServer {

    private UnixEchoServer() {}

    /**
     * Serves until the JVM ends.
     *
     * @param args the path of the socket file
     * @throws IOException if the path is taken, or cannot be bound
     */
    public static void main(String[] args) throws IOException {
        Path path = Path.of(args[0]);
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) { // socket
            server.bind(UnixDomainSocketAddress.of(path)); // bind, listen
            // Closing does not remove the file, and Ctrl-C or SIGTERM would not even close.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> path.toFile().delete()));
            System.out.println("listening on " + path);
            while (true) {
                SocketChannel client = server.accept();
                new Thread(() -> serve(client)).start(); // from Java 21 on: Thread.startVirtualThread
            }
        }
    }

    private static void serve(SocketChannel client) {
        try (client) {
            ByteBuffer buffer = ByteBuffer.allocate(8192);
            // A read returns what has arrived, and a write takes what fits into the buffer.
            while (client.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    client.write(buffer);
                }
                buffer.clear();
            }
        } catch (IOException e) {
            System.err.println(
                    "a client failed: " + e.getMessage()); // only this client is affected; it has no name to print
        }
    }
}
