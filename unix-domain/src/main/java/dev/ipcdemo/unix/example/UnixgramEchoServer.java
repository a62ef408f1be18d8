package dev.ipcdemo.unix.example;

import java.io.File;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.newsclub.net.unix.AFUNIXDatagramChannel;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.FileDescriptorCast;

/**
 * Sends back each AF_UNIX datagram, with junixsocket. One socket and one thread serve all clients, because there are no
 * connections.
 */
public final class UnixgramEchoServer {

    /** A larger message would be truncated silently. */
    private static final int LARGEST_BYTES = 65_536;

    private UnixgramEchoServer() {}

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
        try (AFUNIXDatagramChannel channel = AFUNIXDatagramChannel.open()) { // socket
            channel.bind(AFUNIXSocketAddress.of(path)); // bind
            Runtime.getRuntime().addShutdownHook(new Thread(path::delete)); // Ctrl-C and SIGTERM do not close
            System.out.println("listening on " + path);
            AFUNIXDatagramChannel answers = duplicate(channel);
            ByteBuffer buffer = ByteBuffer.allocateDirect(LARGEST_BYTES);
            while (true) {
                buffer.clear();
                SocketAddress sender = channel.receive(buffer); // recvfrom
                buffer.flip();
                if (sender != null && buffer.hasRemaining()) { // a sender that was never bound has no name
                    answer(answers, buffer, sender);
                }
                if (!answers.getFileDescriptor().valid()) {
                    answers = duplicate(channel);
                }
            }
        }
    }

    /**
     * A second descriptor of the same socket, for sending: when the receiver is gone but its socket file is still there,
     * junixsocket closes the descriptor that it sent with.
     */
    private static AFUNIXDatagramChannel duplicate(AFUNIXDatagramChannel channel) throws IOException {
        AFUNIXDatagramChannel duplicate =
                FileDescriptorCast.duplicating(channel.getFileDescriptor()).as(AFUNIXDatagramChannel.class); // dup
        duplicate.setDeleteOnClose(false); // the socket file stays
        return duplicate;
    }

    /** On Linux, waits while the receiver's queue is full: a client that does not read blocks the others. */
    private static void answer(AFUNIXDatagramChannel answers, ByteBuffer message, SocketAddress to) {
        try {
            answers.send(message, to); // sendto
        } catch (IOException e) {
            System.err.println(to + ": " + e.getMessage()); // the client is gone; the others are not affected
        }
    }
}
