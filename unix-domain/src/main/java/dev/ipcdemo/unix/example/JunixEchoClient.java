package dev.ipcdemo.unix.example;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.newsclub.net.unix.AFUNIXSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;

/** Sends a text over an AF_UNIX stream to an echo server, and prints the answer; with junixsocket's sockets. */
public final class JunixEchoClient {

    private static final int TIMEOUT_MS = 5_000;

    private JunixEchoClient() {}

    /**
     * Sends one text.
     *
     * @param args the path of the server's socket file, and the text
     * @throws IOException if the server cannot be reached, or does not answer in time
     */
    public static void main(String[] args) throws IOException {
        AFUNIXSocketAddress server = AFUNIXSocketAddress.of(new File(args[0]));
        try (AFUNIXSocket socket = AFUNIXSocket.connectTo(server)) { // socket, connect
            socket.setSoTimeout(TIMEOUT_MS);
            byte[] message = args[1].getBytes(StandardCharsets.UTF_8);
            // Writing first and then reading is fine for a message that fits into the socket buffers. For a larger one,
            // read in a second thread while this one writes; otherwise both sides may wait for each other.
            socket.getOutputStream().write(message);
            // Nothing more to send: the server sees the end of the stream. The socket's own shutdownOutput() fails on
            // JDK 25.
            socket.getChannel().shutdownOutput();
            byte[] answer = socket.getInputStream().readNBytes(message.length); // as many reads as necessary
            if (answer.length < message.length) {
                throw new IOException("the server ended after " + answer.length + " of " + message.length + " bytes");
            }
            System.out.println(new String(answer, StandardCharsets.UTF_8));
        }
    }
}
