package dev.ipcdemo.unix.example;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.newsclub.net.unix.AFUNIXSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;

/** Sends a text over an AF_UNIX stream to an echo server, and prints what comes back; with junixsocket's sockets. */
public final class JunixEchoClient {

    private static final int TIMEOUT_MS = 5_000;

    private JunixEchoClient() {}

    /**
     * Sends one text.
     *
     * @param args the path of the server's socket file, and the text
     * @throws IOException if the server is not there, or does not answer in time
     */
    public static void main(String[] args) throws IOException {
        AFUNIXSocketAddress server = AFUNIXSocketAddress.of(new File(args[0]));
        try (AFUNIXSocket socket = AFUNIXSocket.connectTo(server)) { // socket, connect
            socket.setSoTimeout(TIMEOUT_MS);
            byte[] message = args[1].getBytes(StandardCharsets.UTF_8);
            // One after the other is right for a message that fits into the buffers between the two. For more, read
            // from a second thread while this one writes, or both sides may wait for each other.
            socket.getOutputStream().write(message);
            // That is all: the server sees the end of the stream. The socket's own shutdownOutput() fails on JDK 25.
            socket.getChannel().shutdownOutput();
            byte[] answer = socket.getInputStream().readNBytes(message.length); // as many reads as it takes
            if (answer.length < message.length) {
                throw new IOException("the server ended after " + answer.length + " of " + message.length + " bytes");
            }
            System.out.println(new String(answer, StandardCharsets.UTF_8));
        }
    }
}
