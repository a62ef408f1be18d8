package dev.ipcdemo.tcp.example;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Sends a text to an echo server, and prints the answer. */
public final class EchoClient {

    private static final int TIMEOUT_MS = 5_000;

    private EchoClient() {}

    /**
     * Sends one text.
     *
     * @param args the server's host, its port, and the text
     * @throws IOException if the server cannot be reached, or does not answer in time
     */
    public static void main(String[] args) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(args[0], Integer.parseInt(args[1])), TIMEOUT_MS);
            socket.setSoTimeout(TIMEOUT_MS);
            byte[] message = args[2].getBytes(StandardCharsets.UTF_8);
            // Writing first and then reading is fine for a message that fits into the socket buffers. For a larger one,
            // read in a second thread while this one writes; otherwise both sides may wait for each other.
            socket.getOutputStream().write(message);
            socket.shutdownOutput(); // nothing more to send: the server sees the end of the stream
            System.out.println(new String(receive(socket.getInputStream(), message.length), StandardCharsets.UTF_8));
        }
    }

    /** Reads as often as necessary; one read may return less than was requested. */
    private static byte[] receive(InputStream in, int length) throws IOException {
        byte[] answer = in.readNBytes(length);
        if (answer.length < length) {
            throw new IOException("the server ended after " + answer.length + " of " + length + " bytes");
        }
        return answer;
    }
}
