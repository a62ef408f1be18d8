package dev.ipcdemo.tcp.example;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Sends back what it receives, to many clients at once. */
public final class EchoServer {

    private static final int IDLE_TIMEOUT_MS = 60_000;

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
        try (ServerSocket server = new ServerSocket(port, 50, loopback)) { // socket, bind, listen
            System.out.println("listening on " + loopback.getHostAddress() + ":" + server.getLocalPort());
            while (true) {
                Socket client = server.accept();
                new Thread(() -> serve(client)).start(); // from Java 21 on: Thread.startVirtualThread
            }
        }
    }

    private static void serve(Socket client) {
        try (client) {
            client.setSoTimeout(IDLE_TIMEOUT_MS);
            InputStream in = client.getInputStream();
            OutputStream out = client.getOutputStream();
            byte[] buffer = new byte[8192];
            int received;
            // A read returns what has arrived: perhaps only part of what the client sent with one write, perhaps
            // several writes.
            while ((received = in.read(buffer)) >= 0) {
                out.write(buffer, 0, received);
            }
        } catch (IOException e) {
            System.err.println(client.getRemoteSocketAddress() + ": " + e.getMessage()); // only this client is affected
        }
    }
}
