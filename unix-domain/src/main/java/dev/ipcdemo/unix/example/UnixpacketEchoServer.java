package dev.ipcdemo.unix.example;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.newsclub.net.unix.AFDatagramSocket;
import org.newsclub.net.unix.AFSocketType;
import org.newsclub.net.unix.AFUNIXDatagramSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;

/**
 * Sends back each message of AF_UNIX sequenced-packet connections, to many clients at once, with junixsocket. It
 * supports SOCK_SEQPACKET in its datagram socket, which has listen and accept for it; the channel reads and writes.
 */
public final class UnixpacketEchoServer {

    /** A larger message would be truncated silently. */
    private static final int LARGEST_BYTES = 65_536;

    private UnixpacketEchoServer() {}

    /**
     * Serves until the JVM ends.
     *
     * @param args the path of the socket file
     * @throws IOException if the path is taken, or cannot be bound
     */
    public static void main(String[] args) throws IOException {
        File path = new File(args[0]);
        if (path.exists()) {
            throw new IOException(path + " already exists"); // junixsocket would delete any file there
        }
        try (AFUNIXDatagramSocket server = AFUNIXDatagramSocket.newInstance(AFSocketType.SOCK_SEQPACKET)) { // socket
            server.bind(AFUNIXSocketAddress.of(path)); // bind
            server.listen(50);
            Runtime.getRuntime().addShutdownHook(new Thread(path::delete)); // Ctrl-C and SIGTERM do not close
            System.out.println("listening on " + path);
            while (true) {
                AFDatagramSocket<AFUNIXSocketAddress> client = server.accept();
                new Thread(() -> serve(client)).start();
            }
        }
    }

    private static void serve(AFDatagramSocket<AFUNIXSocketAddress> client) {
        try (client) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(LARGEST_BYTES);
            // One read returns one message, and one write sends all of it.
            while (client.getChannel().read(buffer) >= 0) {
                client.getChannel().write(buffer.flip());
                buffer.clear();
            }
        } catch (IOException e) {
            System.err.println(
                    "a client failed: " + e.getMessage()); // only this client is affected; it has no name to print
        }
    }
}
