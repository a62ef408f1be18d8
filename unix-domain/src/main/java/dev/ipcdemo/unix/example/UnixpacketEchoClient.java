package dev.ipcdemo.unix.example;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.newsclub.net.unix.AFSocketType;
import org.newsclub.net.unix.AFUNIXDatagramSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;

/** Sends a text as one message over an AF_UNIX sequenced-packet connection, and prints the answer. */
public final class UnixpacketEchoClient {

    private static final int LARGEST_BYTES = 65_536;

    private UnixpacketEchoClient() {}

    /**
     * Sends one text.
     *
     * @param args the path of the server's socket file, and the text
     * @throws IOException if the server cannot be reached, or closes without an answer
     */
    public static void main(String[] args) throws IOException {
        try (AFUNIXDatagramSocket socket = AFUNIXDatagramSocket.newInstance(AFSocketType.SOCK_SEQPACKET)) { // socket
            socket.connect(AFUNIXSocketAddress.of(new File(args[0]))); // connect
            socket.getChannel().write(ByteBuffer.wrap(args[1].getBytes(StandardCharsets.UTF_8)));
            ByteBuffer answer = ByteBuffer.allocate(LARGEST_BYTES);
            if (socket.getChannel().read(answer) < 0) { // one read returns one whole message
                throw new IOException("the server closed without an answer");
            }
            System.out.println(StandardCharsets.UTF_8.decode(answer.flip()));
        }
    }
}
