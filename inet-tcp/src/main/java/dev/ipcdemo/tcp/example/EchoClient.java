package dev.ipcdemo.tcp.example;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Sends a text to an echo server, and prints what comes back. */
public final class EchoClient {

    private static final int TIMEOUT_MS = 5_000;

    private EchoClient() {}

    /**
     * Sends one text.
     *
     * @param args the server's host, its port, and the text
     * @throws IOException if the server is not there, or does not answer in time
     */
    public static void main(String[] args) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(args[0], Integer.parseInt(args[1])), TIMEOUT_MS);
            socket.setSoTimeout(TIMEOUT_MS);
            byte[] message = args[2].getBytes(StandardCharsets.UTF_8);
            // One after the other is right for a message that fits into the buffers between the two. For more, read
            // from a second thread while this one writes, or both sides may wait for each other.
            socket.getOutputStream().write(message);
            socket.shutdownOutput(); // that is all: the server sees the end of the stream
            System.out.println(new String(receive(socket.getInputStream(), message.length), StandardCharsets.UTF_8));
        }
    }

    /** Reads as often as it takes; one read may give less than was asked for. */
    private static byte[] receive(InputStream in, int length) throws IOException {
        byte[] answer = in.readNBytes(length);
        if (answer.length < length) {
            throw new IOException("the server ended after " + answer.length + " of " + length + " bytes");
        }
        return answer;
    }
}
