package dev.ipcdemo.unix.example;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** Sends back what comes over an AF_UNIX stream, to many clients at once; with the JDK alone. */
public final class UnixEchoServer {

    private UnixEchoServer() {}

    /**
     * Serves until the JVM ends.
     *
     * @param args the path of the socket file
     * @throws IOException if something is at the path already, or it cannot be bound
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
            // A read gives what has come so far, and a write takes what there is room for.
            while (client.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    client.write(buffer);
                }
                buffer.clear();
            }
        } catch (IOException e) {
            System.err.println("a client failed: " + e.getMessage()); // its own loss only; it has no name to tell
        }
    }
}
