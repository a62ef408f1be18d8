package dev.ipcdemo.frameworks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ipcdemo.compare.carrier.Acceptor;
import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Settings;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/**
 * HTTP/1.1 by the JDK: a POST for each request, whose response carries the reply. As the JDK's documentation says, there is
 * one client for all requests (https://docs.oracle.com/en/java/javase/17/docs/api/java.net.http/java/net/http/HttpClient.html),
 * with its own executor: a pool, which wakes a thread four times for a request. The server has an executor, too, instead of
 * handling requests on the thread that dispatches them
 * (https://docs.oracle.com/en/java/javase/17/docs/api/jdk.httpserver/com/sun/net/httpserver/HttpServer.html,
 * {@code setExecutor}), which here is the measured thread. TCP_NODELAY, which is off in this server, is set by the property
 * that the module documents (https://docs.oracle.com/en/java/javase/25/docs/api/jdk.httpserver/module-summary.html): a
 * response is written in two parts, and would wait for the client's acknowledgement otherwise.
 */
public final class JdkHttp extends CallsOverTcp {

    private static final int OK = 200;

    /** As {@link HttpExchange#sendResponseHeaders} understands it. */
    private static final int NO_BODY = -1;

    private static final int DEFAULT_BACKLOG = 0;
    private static final int AT_ONCE = 0;

    /** Made by ServiceLoader. */
    public JdkHttp() {
        super("http:jdk", "the JDK's HTTP", "the JDK's HttpServer does not say when a connection begins or ends");
    }

    @Override
    public String description() {
        return "HTTP/1.1 by the JDK's HttpServer and HttpClient over one TCP connection; a thread on each side waits for it"
                + " and wakes the measured one, the client's through a pool of threads; arrays copied, header and body of a"
                + " response written in two calls";
    }

    @Override
    public Acceptor open(Cell cell, Settings settings) throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", Boolean.toString(settings.noDelay())); // read once in a JVM
        CallbackExecutor callbacks = new CallbackExecutor();
        CalledChannel channel = new CalledChannel(callbacks);
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), DEFAULT_BACKLOG);
        server.setExecutor(callbacks);
        server.createContext(
                "/",
                exchange -> channel.add(exchange.getRequestBody().readAllBytes(), reply -> reply(exchange, reply)));
        server.start();
        return Acceptor.of("http://127.0.0.1:" + server.getAddress().getPort() + "/", () -> channel, () -> {
            channel.close();
            server.stop(AT_ONCE);
        });
    }

    private static void reply(HttpExchange exchange, byte[] reply) throws IOException {
        exchange.sendResponseHeaders(OK, reply.length == 0 ? NO_BODY : reply.length);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(reply);
        }
    }

    @Override
    public MessageChannel connect(String address, Cell cell, Settings settings) {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .proxy(HttpClient.Builder.NO_PROXY)
                .build();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address));
        return new CallingChannel(bytes -> post(client, request, bytes), () -> {
            // a client is closed when nothing refers to it; it has no close() before Java 21
        });
    }

    private static byte[] post(HttpClient client, HttpRequest.Builder request, byte[] bytes) throws IOException {
        try {
            HttpResponse<byte[]> response = client.send(
                    request.POST(HttpRequest.BodyPublishers.ofByteArray(bytes)).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != OK) {
                throw new IOException("the server's response has status " + response.statusCode());
            }
            return response.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for a response");
        }
    }
}
