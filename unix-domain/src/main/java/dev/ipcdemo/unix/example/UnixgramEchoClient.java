package dev.ipcdemo.unix.example;

import java.io.File;
import java.io.IOException;
import java.net.DatagramPacket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.newsclub.net.unix.AFUNIXDatagramSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;

/**
 * Sends a text as an AF_UNIX datagram to an echo server, and prints the answer, with junixsocket. To get an answer, the
 * client needs a name too: a socket file in a directory of its own, which it removes at the end.
 */
public final class UnixgramEchoClient {

    private static final int LARGEST_BYTES = 65_536;
    private static final int TIMEOUT_MS = 5_000;

    private UnixgramEchoClient() {}

    /**
     * Sends one text.
     *
     * @param args the path of the server's socket file, and the text
     * @throws IOException if the server cannot be reached, or does not answer in time
     */
    public static void main(String[] args) throws IOException {
        Path directory = Files.createTempDirectory("echo-client-"); // only its owner can enter it
        Path own = directory.resolve("s");
        try (AFUNIXDatagramSocket socket = AFUNIXDatagramSocket.newInstance()) { // socket
            socket.bind(AFUNIXSocketAddress.of(own)); // bind
            socket.connect(AFUNIXSocketAddress.of(new File(args[0]))); // sends nothing, but fails if nobody is there
            socket.setSoTimeout(TIMEOUT_MS);
            byte[] message = args[1].getBytes(StandardCharsets.UTF_8);
            socket.send(new DatagramPacket(message, message.length));
            DatagramPacket answer = new DatagramPacket(new byte[LARGEST_BYTES], LARGEST_BYTES);
            socket.receive(answer);
            System.out.println(new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8));
        } finally {
            Files.deleteIfExists(own);
            Files.delete(directory);
        }
    }
}
