package dev.ipcdemo.unix.example;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** Sends a text over an AF_UNIX stream to an echo server, and prints the answer; with the JDK alone. */
public final class UnixEchoClient {

    private UnixEchoClient() {}

    /**
     * Sends one text.
     *
     * @param args the path of the server's socket file, and the text
     * @throws IOException if the server cannot be reached, or does not answer
     */
    public static void main(String[] args) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(args[0]))) { // socket, connect
            byte[] message = args[1].getBytes(StandardCharsets.UTF_8);
            // Writing first and then reading is fine for a message that fits into the socket buffers. For a larger one,
            // read in a second thread while this one writes; otherwise both sides may wait for each other.
            for (ByteBuffer buffer = ByteBuffer.wrap(message); buffer.hasRemaining(); ) {
                channel.write(buffer);
            }
            channel.shutdownOutput(); // nothing more to send: the server sees the end of the stream
            System.out.println(new String(receive(channel, message.length), StandardCharsets.UTF_8));
        }
    }

    /** Reads as often as necessary; one read may return less than there is room for. */
    private static byte[] receive(SocketChannel channel, int length) throws IOException {
        ByteBuffer answer = ByteBuffer.allocate(length);
        while (answer.hasRemaining()) {
            if (channel.read(answer) < 0) {
                throw new IOException("the server ended after " + answer.position() + " of " + length + " bytes");
            }
        }
        return answer.array();
    }
}
