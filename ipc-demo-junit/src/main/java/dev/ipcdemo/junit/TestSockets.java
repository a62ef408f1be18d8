package dev.ipcdemo.junit;

import dev.ipcdemo.files.PrivateDirectory;
import dev.ipcdemo.relay.Faults;
import dev.ipcdemo.relay.Relay;
import dev.ipcdemo.sockets.Availability;
import dev.ipcdemo.sockets.Closing;
import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.OpenSocket;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketTransport;
import dev.ipcdemo.sockets.Reach;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.StreamTransport;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.Transports;
import dev.ipcdemo.sockets.spi.UnixNames;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * What a test needs of sockets, made when it asks for it, and closed or removed after the test. For what is not known before
 * the test runs; otherwise the annotations say the same with fewer words.
 *
 * <p>A parameter of this type needs no annotation, only the extension: {@code @ExtendWith(SocketExtension.class)}.
 *
 * <p>A transport that does not work on this machine aborts the test, with the reason.
 *
 * <p>All methods may be called by any thread.
 */
public final class TestSockets {

    private static final Path SHORT_TEMPORARY_DIRECTORY = Path.of("/tmp");

    // Both guarded by open.
    private final Deque<Closeable> open = new ArrayDeque<>();
    private final List<Relay> relays = new ArrayList<>();

    /** Made by the extension. */
    TestSockets() {}

    /**
     * An endpoint at which nobody listens, as for {@link FreeEndpoint}.
     *
     * @param scheme a transport's scheme; with {@code :@} for an abstract name
     * @return the endpoint
     * @throws IOException if none can be found
     */
    public Endpoint freeEndpoint(String scheme) throws IOException {
        if (scheme.endsWith(":@")) {
            Transport transport = available(scheme.substring(0, scheme.length() - 2));
            Endpoint endpoint =
                    new Endpoint(transport.scheme(), new Endpoint.AbstractName("ipc-demo-" + UUID.randomUUID()));
            bind(transport, endpoint).close(); // not every transport has abstract names
            return endpoint;
        }
        Transport transport = available(scheme);
        if (transport.domains().first() == Domain.AF_UNIX) {
            return new Endpoint(
                    transport.scheme(), new Endpoint.PathName(socketPath("s").toString()));
        }
        try (OpenSocket socket = bind(transport, anyEndpoint(transport))) {
            return socket.localEndpoint();
        }
    }

    private static OpenSocket bind(Transport transport, Endpoint endpoint) throws SocketFailure {
        return transport instanceof StreamTransport streams
                ? streams.listen(endpoint, Options.DEFAULT)
                : ((PacketTransport) transport).bind(endpoint, Options.DEFAULT);
    }

    private static Endpoint anyEndpoint(Transport transport) throws SocketFailure {
        return transport.anyEndpoint(transport.domains().first(), Reach.THIS_HOST);
    }

    private static Transport available(String scheme) {
        Transport transport = Transports.byScheme(scheme);
        Availability availability = transport.availability();
        Assumptions.assumeTrue(availability.isAvailable(), () -> scheme + " is " + availability);
        return transport;
    }

    /**
     * A path for a socket file, as for {@link SocketPath}.
     *
     * @param name the name of the file; as in {@code a/b}, in a directory that is made, too
     * @return its path in a new directory
     * @throws IOException if the directory cannot be made, or no directory for temporary files has a path that is short
     *     enough
     * @throws IllegalArgumentException if the name is absolute, or leads out of the new directory
     */
    public Path socketPath(String name) throws IOException {
        PrivateDirectory directory = closedAfterwards(PrivateDirectory.create());
        if (isTooLong(directory.path().resolve(name)) && Files.isDirectory(SHORT_TEMPORARY_DIRECTORY)) {
            directory = closedAfterwards(PrivateDirectory.createIn(SHORT_TEMPORARY_DIRECTORY));
        }
        Path path = directory.path().resolve(name);
        if (isTooLong(path)) {
            throw new IOException("a path of a socket has at most " + UnixNames.MAX_PATH_BYTES + " bytes, and " + path
                    + " has more: choose a shorter name, or set java.io.tmpdir to a directory with a shorter path");
        }
        return directory.file(name);
    }

    private static boolean isTooLong(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length > UnixNames.MAX_PATH_BYTES;
    }

    /**
     * Starts a server that sends back what it receives.
     *
     * @param scheme a transport's scheme
     * @return a running server
     * @throws IOException if its socket cannot be opened
     */
    public RecordingServer echoServer(String scheme) throws IOException {
        return server(scheme, true);
    }

    /**
     * Starts a server that never answers.
     *
     * @param scheme a transport's scheme
     * @return a running server
     * @throws IOException if its socket cannot be opened
     */
    public RecordingServer recordingServer(String scheme) throws IOException {
        return server(scheme, false);
    }

    private RecordingServer server(String scheme, boolean echoes) throws IOException {
        Transport transport = available(scheme);
        return closedAfterwards(RecordingServer.open(transport, anyEndpoint(transport), echoes));
    }

    /**
     * Opens a relay before a service.
     *
     * @param scheme of where it listens
     * @param target the service; it need not have been started
     * @param faults what the relay does wrong, in both directions; {@link Relay#setFaults} changes it
     * @return a running relay
     * @throws IOException if its socket cannot be opened
     */
    public Relay relay(String scheme, Endpoint target, Faults faults) throws IOException {
        available(target.scheme());
        Relay relay = Relay.open(anyEndpoint(available(scheme)), target, faults);
        closedAfterwards(() -> closeAndWait(relay));
        synchronized (open) {
            relays.add(relay);
        }
        return relay;
    }

    /** Closes the relays before everything else. */
    void closeRelays() throws IOException {
        for (Relay relay : relays()) {
            closeAndWait(relay);
        }
    }

    /**
     * Has the relays forget those clients that would otherwise last until they have been idle: those that send datagrams, and
     * those before a target that gets datagrams, which may still answer.
     */
    void forgetClientsThatDoNotEnd() {
        for (Relay relay : relays()) {
            if (!isConnected(relay.endpoint()) || !isConnected(relay.target())) {
                relay.resetClients();
            }
        }
    }

    private static boolean isConnected(Endpoint endpoint) {
        return Transports.byScheme(endpoint.scheme()).type().isConnected();
    }

    private List<Relay> relays() {
        synchronized (open) {
            return List.copyOf(relays);
        }
    }

    private static void closeAndWait(Relay relay) throws IOException {
        relay.close();
        try {
            relay.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a relay was ending");
        }
    }

    /**
     * Has something closed after the test, in the reverse order.
     *
     * @param <T> its type
     * @param closeable what is closed
     * @return the same
     */
    public <T extends Closeable> T closedAfterwards(T closeable) {
        synchronized (open) {
            open.push(closeable);
        }
        return closeable;
    }

    /** Closes everything, the last first, even if something fails to close. */
    void close() throws IOException {
        Closing.all(
                () -> Stream.generate(this::next).takeWhile(Objects::nonNull).iterator());
    }

    private Closeable next() {
        synchronized (open) {
            return open.poll();
        }
    }
}
