package dev.ipcdemo.udp.example;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;

/** Sends back each datagram that comes. One socket and one thread do for all clients: there are no connections. */
public final class EchoServer {

    /** More than any datagram has: what does not fit would be cut off, and nobody would be told. */
    private static final int LARGEST_BYTES = 65_536;

    private EchoServer() {}

    /**
     * Serves until the JVM ends.
     *
     * @param args the port; without one, the system picks a free one
     * @throws IOException if the port cannot be had
     */
    public static void main(String[] args) throws IOException {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : 0;
        InetAddress loopback = InetAddress.getLoopbackAddress(); // who wants to be reached from elsewhere says so
        try (DatagramSocket socket = new DatagramSocket(port, loopback)) { // socket, bind
            System.out.println("listening on " + loopback.getHostAddress() + ":" + socket.getLocalPort());
            byte[] buffer = new byte[LARGEST_BYTES];
            while (true) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet); // recvfrom: the packet now has the sender's address
                answer(socket, packet);
            }
        }
    }

    private static void answer(DatagramSocket socket, DatagramPacket packet) {
        try {
            socket.send(packet); // sendto
        } catch (IOException e) {
            System.err.println(packet.getSocketAddress() + ": " + e.getMessage()); // its own loss only
        }
    }
}
