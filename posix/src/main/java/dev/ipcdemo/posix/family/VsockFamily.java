package dev.ipcdemo.posix.family;

import static dev.ipcdemo.posix.Constants.AF_VSOCK;
import static dev.ipcdemo.posix.Constants.POLLOUT;
import static dev.ipcdemo.posix.Constants.SOCK_CLOEXEC;
import static dev.ipcdemo.posix.Constants.SOCK_NONBLOCK;
import static dev.ipcdemo.posix.Constants.SOCK_STREAM;
import static dev.ipcdemo.posix.Constants.SO_VM_SOCKETS_CONNECT_TIMEOUT;
import static dev.ipcdemo.posix.Constants.VMADDR_CID_ANY;
import static dev.ipcdemo.posix.Constants.VMADDR_CID_LOCAL;
import static dev.ipcdemo.posix.Constants.VMADDR_PORT_ANY;

import dev.ipcdemo.posix.ErrorNumbers;
import dev.ipcdemo.posix.Kernel;
import dev.ipcdemo.posix.Layouts;
import dev.ipcdemo.posix.Posix;
import dev.ipcdemo.posix.PosixException;
import dev.ipcdemo.posix.SocketAddressBuffer;
import dev.ipcdemo.sockets.Availability;
import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Endpoint.AnyName;
import dev.ipcdemo.sockets.Endpoint.HostPort;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.Reach;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.SocketType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Machines and ports: between a virtual machine and its host, and with the kernel's loopback between programs of one machine. See
 * vsock(7).
 *
 * @param scheme the scheme
 * @param type SOCK_STREAM or SOCK_SEQPACKET
 */
public record VsockFamily(String scheme, SocketType type) implements SocketFamily {

    private static final int FIRST_FREE_PORT = 1_024;
    private static final int LAST_WRITABLE_PORT = 65_535;
    private static final int PROBE_MS = 100;

    /** The kernel counts in ticks, of 10 ms at most, and may end a wait one tick early. */
    private static final Duration TICK = Duration.ofMillis(10);

    @Override
    public SortedSet<Domain> domains() {
        return new TreeSet<>(List.of(Domain.AF_VSOCK));
    }

    /** shutdown(2) refuses a listener of this domain, and does not wake it. */
    @Override
    public boolean acceptsInSlices() {
        return true;
    }

    /**
     * shutdown(2) does not wake connect(2), and SO_SNDTIMEO does not end it either: a call always waits as long as {@link
     * #configure} says.
     */
    @Override
    public boolean connectsInSlices() {
        return true;
    }

    /**
     * Without a timeout, the kernel's limit of 2 s remains. Before it is reached, neither closing the socket nor an interrupt
     * ends a call.
     */
    @Override
    public void configure(int socket, int domain, Options options) throws PosixException {
        Duration timeout = options.get(Options.CONNECT_TIMEOUT);
        if (timeout.isZero()) {
            return;
        }
        Duration whole = timeout.plus(TICK);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment time = arena.allocate(Layouts.TIMEVAL);
            time.set(ValueLayout.JAVA_LONG, Layouts.offset(Layouts.TIMEVAL, "tv_sec"), whole.toSeconds());
            time.set(ValueLayout.JAVA_LONG, Layouts.offset(Layouts.TIMEVAL, "tv_usec"), whole.toNanosPart() / 1_000);
            Posix.setsockopt(socket, AF_VSOCK, SO_VM_SOCKETS_CONNECT_TIMEOUT, time);
        }
    }

    @Override
    public Availability availability() {
        return Loopback.AVAILABILITY;
    }

    /** Tried once: connects to a port of this machine, where nobody listens. Only a loopback says so, and at once. */
    private static final class Loopback {

        static final Availability AVAILABILITY = tryIt();

        private static Availability tryIt() {
            int socket = Kernel.socket(AF_VSOCK, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
            if (socket < 0) {
                return Availability.unavailable("the kernel has no AF_VSOCK: " + ErrorNumbers.name(-socket));
            }
            try (Arena arena = Arena.ofConfined()) {
                int result = Kernel.connect(socket, SocketAddressBuffer.ofVsock(VMADDR_CID_LOCAL, 1));
                MemorySegment watched = arena.allocate(Layouts.POLLFD);
                watched.set(ValueLayout.JAVA_INT, 0, socket);
                watched.set(ValueLayout.JAVA_SHORT, Layouts.offset(Layouts.POLLFD, "events"), (short) POLLOUT);
                boolean answered = result == -ErrorNumbers.EINPROGRESS
                        ? Kernel.poll(watched, 1, PROBE_MS) > 0
                        : result == -ErrorNumbers.ECONNRESET;
                return answered
                        ? Availability.AVAILABLE
                        : Availability.unavailable(
                                "the kernel has no loopback for AF_VSOCK (module vsock_loopback), with which programs on"
                                        + " one machine reach each other");
            } finally {
                Kernel.close(socket);
            }
        }
    }

    @Override
    public List<SocketAddress> resolve(Endpoint endpoint) throws SocketFailure {
        if (endpoint.name() instanceof AnyName) {
            return List.of(new VsockAddress(VMADDR_CID_ANY, 0));
        }
        if (endpoint.name() instanceof HostPort name) {
            return List.of(new VsockAddress(
                    name.host().isEmpty() ? VMADDR_CID_ANY : number(endpoint, name.host()),
                    number(endpoint, name.port())));
        }
        throw notSupported(endpoint);
    }

    private int number(Endpoint endpoint, String text) throws SocketFailure {
        try {
            return Integer.parseUnsignedInt(text);
        } catch (NumberFormatException e) {
            throw notSupported(endpoint);
        }
    }

    private SocketFailure notSupported(Endpoint endpoint) {
        return new SocketFailure(
                "resolve",
                endpoint.toString(),
                FailureKind.NOT_SUPPORTED,
                "write " + scheme + "://CID:PORT, with numbers: 2 is the host of a virtual machine, 1 this machine");
    }

    @Override
    public Endpoint anyEndpoint(Domain domain, Reach reach) {
        return new Endpoint(scheme, new AnyName());
    }

    @Override
    public Endpoint endpointOf(SocketAddress address) {
        return address instanceof VsockAddress vsock
                ? new Endpoint(scheme, new HostPort(vsock.machine(), Integer.toUnsignedString(vsock.port())))
                : new Endpoint(scheme, new AnyName());
    }

    @Override
    public int domainOf(SocketAddress address) {
        return AF_VSOCK;
    }

    @Override
    public SocketAddressBuffer encode(SocketAddress address, int domain) {
        if (address instanceof VsockAddress vsock) {
            return SocketAddressBuffer.ofVsock(vsock.cid(), vsock.port());
        }
        throw new IllegalArgumentException(address + " is not an address of this transport");
    }

    @Override
    public SocketAddress decode(SocketAddressBuffer address) {
        return new VsockAddress(address.vsockCid(), address.vsockPort());
    }

    @Override
    public SocketAddress destination(SocketAddress bound) {
        return bound instanceof VsockAddress vsock && vsock.cid() == VMADDR_CID_ANY
                ? new VsockAddress(VMADDR_CID_LOCAL, vsock.port())
                : bound;
    }

    @Override
    public SocketAddress clientAddress(SocketAddress peer) {
        return new VsockAddress(VMADDR_CID_ANY, VMADDR_PORT_ANY);
    }

    /** The kernel would pick a port of 32 bits, which an endpoint cannot be written with. */
    @Override
    public BindTarget claim(SocketAddress address, String operation, Options options) {
        if (address instanceof VsockAddress vsock && vsock.port() == 0) {
            int port = ThreadLocalRandom.current().nextInt(FIRST_FREE_PORT, LAST_WRITABLE_PORT + 1);
            return BindTarget.of(new VsockAddress(vsock.cid(), port));
        }
        return BindTarget.of(address);
    }

    @Override
    public String explain(String operation, Endpoint endpoint, FailureKind kind) {
        return switch (kind) {
            case RESET -> operation.equals("connect") ? "nobody is listening there" : "";
            case IN_USE -> "another socket has this port; port 0 picks one";
            case NOT_LOCAL -> "this machine has another context identifier; leave it out to use any";
            case PERMISSION -> "ports below 1024 are privileged";
            case OTHER -> endpoint.isNamed() && operation.equals("connect") ? "there is no way to this machine" : "";
            default -> "";
        };
    }
}
