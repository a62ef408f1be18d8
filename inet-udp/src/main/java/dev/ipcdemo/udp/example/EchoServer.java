package dev.ipcdemo.udp.example;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;

/** Sends back each datagram. One socket and one thread serve all clients, because there are no connections. */
public final class EchoServer {

    /** Larger than any datagram; one that does not fit would be truncated silently. */
    private static final int LARGEST_BYTES = 65_536;

    private EchoServer() {}

    /**
     * Serves until the JVM ends.
     *
     * @param args the port; without one, the system picks a free one
     * @throws IOException if the port cannot be bound
     */
    public static void main(String[] args) throws IOException {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : 0;
        InetAddress loopback = InetAddress.getLoopbackAddress(); // bind another address to be reached from other hosts
        try (DatagramSocket socket = new DatagramSocket(port, loopback)) { // socket, bind
            System.out.println("listening on " + loopback.getHostAddress() + ":" + socket.getLocalPort());
            byte[] buffer = new byte[LARGEST_BYTES];
            while (true) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet); // recvfrom: sets the packet's address to the sender's
                answer(socket, packet);
            }
        }
    }

    private static void answer(DatagramSocket socket, DatagramPacket packet) {
        try {
            socket.send(packet); // sendto
        } catch (IOException e) {
            System.err.println(packet.getSocketAddress() + ": " + e.getMessage()); // only this client is affected
        }
    }
}
