package dev.ipcdemo.unix.example;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.newsclub.net.unix.AFDatagramSocket;
import org.newsclub.net.unix.AFSocketType;
import org.newsclub.net.unix.AFUNIXDatagramSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;

/**
 * Sends back each message that comes over an AF_UNIX sequenced-packet connection, to many clients at once, with
 * junixsocket. It reaches SOCK_SEQPACKET through its datagram socket, whose listen and accept no other datagram socket
 * has; reading and writing is done by the channel.
 */
public final class UnixpacketEchoServer {

    /** What does not fit would be cut off, and nobody would be told. */
    private static final int LARGEST_BYTES = 65_536;

    private UnixpacketEchoServer() {}

    /**
     * Serves until the JVM ends.
     *
     * @param args the path of the socket file
     * @throws IOException if something is at the path already, or it cannot be bound
     */
    public static void main(String[] args) throws IOException {
        File path = new File(args[0]);
        if (path.exists()) {
            throw new IOException(path + " is there already"); // junixsocket would delete it, whatever it is
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
            // One read gives one message, and one write takes it whole.
            while (client.getChannel().read(buffer) >= 0) {
                client.getChannel().write(buffer.flip());
                buffer.clear();
            }
        } catch (IOException e) {
            System.err.println("a client failed: " + e.getMessage()); // its own loss only; it has no name to tell
        }
    }
}
