package dev.ipcdemo.posix.example;

import static dev.ipcdemo.posix.Constants.AF_UNSPEC;
import static dev.ipcdemo.posix.Constants.MSG_NOSIGNAL;
import static dev.ipcdemo.posix.Constants.SHUT_WR;
import static dev.ipcdemo.posix.Constants.SOCK_CLOEXEC;
import static dev.ipcdemo.posix.Constants.SOCK_STREAM;

import dev.ipcdemo.posix.Posix;
import dev.ipcdemo.posix.Posix.AddressInfo;
import dev.ipcdemo.posix.PosixException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Sends a text over TCP to an echo server, and prints the answer; in the socket calls. */
public final class EchoClient {

    private EchoClient() {}

    /**
     * Sends one text.
     *
     * @param args the server's host and port, and the text
     * @throws IOException if the server cannot be reached, or does not answer
     */
    public static void main(String[] args) throws IOException {
        int socket = connect(args[0], args[1]);
        try {
            byte[] message = args[2].getBytes(StandardCharsets.UTF_8);
            // Sending first and then receiving is fine for a message that fits into the socket buffers. For a larger
            // one, receive in a second thread while this one sends; otherwise both sides may wait for each other.
            for (ByteBuffer buffer = ByteBuffer.wrap(message); buffer.hasRemaining(); ) {
                Posix.send(socket, buffer, MSG_NOSIGNAL);
            }
            Posix.shutdown(socket, SHUT_WR); // nothing more to send: the server sees the end of the stream
            System.out.println(new String(receive(socket, message.length), StandardCharsets.UTF_8));
        } finally {
            Posix.close(socket);
        }
    }

    /** Tries each address of the host, such as ::1 and 127.0.0.1: the server may listen at only one of them. */
    private static int connect(String host, String port) throws IOException {
        IOException failure = new IOException(host + " has no address");
        for (AddressInfo server : Posix.getaddrinfo(host, port, 0, AF_UNSPEC, SOCK_STREAM)) {
            try {
                return connect(server);
            } catch (PosixException e) {
                failure = e;
            }
        }
        throw failure;
    }

    private static int connect(AddressInfo server) throws PosixException {
        int socket = Posix.socket(server.domain(), server.type() | SOCK_CLOEXEC, server.protocol());
        try {
            Posix.connect(socket, server.address());
            return socket;
        } catch (PosixException e) {
            Posix.close(socket);
            throw e;
        }
    }

    /** Receives as often as necessary; one recv may return less than there is room for. */
    private static byte[] receive(int socket, int length) throws IOException {
        ByteBuffer answer = ByteBuffer.allocate(length);
        while (answer.hasRemaining()) {
            if (Posix.recv(socket, answer, 0) == 0) {
                throw new IOException("the server ended after " + answer.position() + " of " + length + " bytes");
            }
        }
        return answer.array();
    }
}
