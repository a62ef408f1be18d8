package dev.ipcdemo.unix.example;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.newsclub.net.unix.AFUNIXServerSocket;
import org.newsclub.net.unix.AFUNIXSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.SocketClosedException;

/** Sends back what it receives over AF_UNIX streams, to many clients at once; with junixsocket's sockets. */
public final class JunixEchoServer {

    private static final int IDLE_TIMEOUT_MS = 60_000;

    private JunixEchoServer() {}

    /**
     * Serves until the JVM ends.
     *
     * @param args the path of the socket file
     * @throws IOException if the path is taken, or cannot be bound
     */
    public static void main(String[] args) throws IOException {
        File path = new File(args[0]);
        if (path.exists()) {
            throw new IOException(path + " already exists"); // junixsocket would delete any file there
        }
        try (AFUNIXServerSocket server = AFUNIXServerSocket.newInstance()) { // socket
            server.setReuseAddress(false); // otherwise it would take the path of a server that starts at the same time
            server.bind(AFUNIXSocketAddress.of(path)); // bind, listen
            Runtime.getRuntime().addShutdownHook(new Thread(path::delete)); // Ctrl-C and SIGTERM do not close
            System.out.println("listening on " + path);
            while (true) {
                AFUNIXSocket client = server.accept();
                new Thread(() -> serve(client)).start();
            }
        } catch (SocketClosedException e) {
            // junixsocket wakes accept when the JVM ends
        }
    }

    private static void serve(AFUNIXSocket client) {
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
            System.err.println(
                    "a client failed: " + e.getMessage()); // only this client is affected; it has no name to print
        }
    }
}
