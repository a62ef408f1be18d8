package example;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A client that greets a server, and returns the line that it answers. */
public final class Greeter implements Closeable {

    private final Socket socket = new Socket();

    /**
     * Connects.
     *
     * @param port on loopback
     * @param patience how long an answer may take
     */
    public Greeter(int port, Duration patience) throws IOException {
        this("127.0.0.1", port, patience);
    }

    /**
     * Connects.
     *
     * @param host the server's
     * @param port the server's
     * @param patience how long an answer may take
     */
    public Greeter(String host, int port, Duration patience) throws IOException {
        socket.setSoTimeout((int) patience.toMillis());
        socket.connect(new InetSocketAddress(host, port));
    }

    /**
     * Greets, and prints the answer, or why there is none.
     *
     * @param args host, port, and whom to greet
     */
    public static void main(String[] args) {
        try (Greeter greeter = new Greeter(args[0], Integer.parseInt(args[1]), Duration.ofMinutes(1))) {
            System.out.println(greeter.greet(args[2]));
        } catch (IOException e) {
            System.out.println("no answer: " + e.getMessage());
        }
    }

    /** Sends a line, and returns the next line that comes; empty at the end of the stream. */
    public String greet(String name) throws IOException {
        socket.getOutputStream().write(("hello " + name + "\n").getBytes(StandardCharsets.UTF_8));
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        String line = reader.readLine();
        return line == null ? "" : line;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
