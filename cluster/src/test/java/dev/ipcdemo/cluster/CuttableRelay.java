package dev.ipcdemo.cluster;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a client and the mock of the API server, and cuts the connections of the client when it is told to.
 *
 * <p>Those to the mock stay open, and what it still sends to them is thrown away: when it loses a watch to which it is just
 * sending, its only event loop waits up to a minute for that to end, and answers nobody meanwhile.
 */
final class CuttableRelay implements Closeable {

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private final AtomicInteger refusals = new AtomicInteger();
    private final int target;

    CuttableRelay(int target) throws IOException {
        this.target = target;
        start(this::acceptAll);
    }

    private interface Io {
        void run() throws IOException;
    }

    private static void start(Io work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // a connection was cut, or the relay was closed
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    String url() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    private void acceptAll() throws IOException {
        while (true) {
            Socket client = listener.accept();
            if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                client.close();
                continue;
            }
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            clients.add(client);
            start(() -> copyToServer(client, server));
            start(() -> copyToClient(server, client));
        }
    }

    private static void copyToServer(Socket client, Socket server) throws IOException {
        try (client) {
            client.getInputStream().transferTo(server.getOutputStream());
        }
    }

    private static void copyToClient(Socket server, Socket client) throws IOException {
        try (server;
                client) {
            InputStream in = server.getInputStream();
            byte[] bytes = new byte[8192];
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                writeUnlessCut(client, bytes, count);
            }
        }
    }

    private static void writeUnlessCut(Socket client, byte[] bytes, int count) throws IOException {
        try {
            client.getOutputStream().write(bytes, 0, count);
        } catch (IOException e) {
            client.close();
        }
    }

    /** Cuts all connections. New ones are accepted. */
    void cut() {
        for (Socket client : clients) {
            try {
                client.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        clients.clear();
    }

    /** Cuts all connections, and so many new ones as soon as they are there. */
    void refuse(int connections) {
        refusals.set(connections);
        cut();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cut();
    }
}
