package dev.ipcdemo.unix.example;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.newsclub.net.unix.AFUNIXServerSocket;
import org.newsclub.net.unix.AFUNIXSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;

/** Sends back what comes over an AF_UNIX stream, to many clients at once; with junixsocket's sockets. */
public final class JunixEchoServer {

    private static final int IDLE_TIMEOUT_MS = 60_000;

    private JunixEchoServer() {}

    /**
     * Serves until the JVM ends.
     *
     * @param args the path of the socket file
     * @throws IOException if something is at the path already, or it cannot be bound
     */
    public static void main(String[] args) throws IOException {
        File path = new File(args[0]);
        if (path.exists()) {
            throw new IOException(path + " is there already"); // junixsocket would delete it, whatever it is
        }
        try (AFUNIXServerSocket server = AFUNIXServerSocket.newInstance()) { // socket
            server.setReuseAddress(false); // else it would take the path of a server that starts at the same time
            server.bind(AFUNIXSocketAddress.of(path)); // bind, listen
            Runtime.getRuntime().addShutdownHook(new Thread(path::delete)); // Ctrl-C and SIGTERM do not close
            System.out.println("listening on " + path);
            while (true) {
                AFUNIXSocket client = server.accept();
                new Thread(() -> serve(client)).start();
            }
        }
    }

    private static void serve(AFUNIXSocket client) {
        try (client) {
            client.setSoTimeout(IDLE_TIMEOUT_MS);
            InputStream in = client.getInputStream();
            OutputStream out = client.getOutputStream();
            byte[] buffer = new byte[8192];
            int received;
            // A read gives what has come so far, be it a part of what the client sent at once, or several such parts.
            while ((received = in.read(buffer)) >= 0) {
                out.write(buffer, 0, received);
            }
        } catch (IOException e) {
            System.err.println("a client failed: " + e.getMessage()); // its own loss only; it has no name to tell
        }
    }
}
