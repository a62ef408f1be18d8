package dev.ipcdemo.udp.example;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Sends a text to an echo server, and prints the answer. Either datagram may get lost, which only a timeout reveals, so
 * the client tries again.
 */
public final class EchoClient {

    private static final int LARGEST_BYTES = 65_536;
    private static final int ATTEMPTS = 3;
    private static final int TIMEOUT_MS = 1_000;

    private EchoClient() {}

    /**
     * Sends one text.
     *
     * @param args the server's host, its port, and the text
     * @throws IOException if there is no answer
     */
    public static void main(String[] args) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) { // socket, bind to any free port
            // Sends nothing, but from now on the socket receives only this server's datagrams and is told of a refusal.
            socket.connect(new InetSocketAddress(args[0], Integer.parseInt(args[1])));
            socket.setSoTimeout(TIMEOUT_MS);
            byte[] message = args[2].getBytes(StandardCharsets.UTF_8);
            System.out.println(new String(ask(socket, message), StandardCharsets.UTF_8));
        }
    }

    private static byte[] ask(DatagramSocket socket, byte[] message) throws IOException {
        DatagramPacket answer = new DatagramPacket(new byte[LARGEST_BYTES], LARGEST_BYTES);
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            socket.send(new DatagramPacket(message, message.length));
            try {
                socket.receive(answer);
                return Arrays.copyOf(answer.getData(), answer.getLength());
            } catch (SocketTimeoutException lost) {
                System.err.println("no answer to attempt " + attempt + " of " + ATTEMPTS);
            }
        }
        throw new IOException("no answer from " + socket.getRemoteSocketAddress());
    }
}
