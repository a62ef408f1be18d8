package dev.ipcdemo.sockets.contract;

import static dev.ipcdemo.sockets.FailureKind.IN_USE;
import static dev.ipcdemo.sockets.FailureKind.NOT_LOCAL;
import static dev.ipcdemo.sockets.FailureKind.NOT_SUPPORTED;
import static dev.ipcdemo.sockets.FailureKind.OTHER;
import static dev.ipcdemo.sockets.FailureKind.PERMISSION;
import static dev.ipcdemo.sockets.FailureKind.UNKNOWN_HOST;
import static dev.ipcdemo.sockets.FailureKind.UNKNOWN_SERVICE;
import static dev.ipcdemo.sockets.contract.Failing.fails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ipcdemo.sockets.Availability;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Endpoint.HostPort;
import dev.ipcdemo.sockets.OpenSocket;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.Reach;
import dev.ipcdemo.sockets.SocketFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What a transport with hosts and ports guarantees. */
public interface InetContract extends KernelContract {

    /** The name of the protocol in /etc/services. */
    default String protocol() {
        return transport().scheme();
    }

    /** The loopback address, as it is written in an endpoint. */
    String loopback();

    @Override
    default Domain domain() {
        return loopback().contains(":") ? Domain.AF_INET6 : Domain.AF_INET;
    }

    @Override
    default Endpoint freshEndpoint(Path directory) {
        return at(loopback(), "0");
    }

    @Override
    default Availability availability() {
        if (!transport().availability().isAvailable()) {
            return transport().availability();
        }
        try {
            InetAddress address = InetAddress.getByName(loopback());
            return NetworkInterface.getByInetAddress(address) == null
                    ? Availability.unavailable("no interface of this host has " + loopback())
                    : Availability.AVAILABLE;
        } catch (IOException e) {
            return Availability.unavailable(e.toString());
        }
    }

    private Endpoint at(String host, String port) {
        return new Endpoint(transport().scheme(), new HostPort(host, port));
    }

    private static String portOf(OpenSocket socket) {
        return ((HostPort) socket.localEndpoint().name()).port();
    }

    @Test
    default void staysOnTheLoopbackInterfaceUnlessToldOtherwise() throws IOException {
        assertThat(transport().anyEndpoint(domain(), Reach.THIS_HOST)).isEqualTo(at(loopback(), "0"));
    }

    @Test
    default void isReachedFromOtherHostsAtAnAddressOfThisOne(Sandbox sandbox) throws IOException {
        OpenSocket socket = sandbox.open(reachable(), Options.DEFAULT);

        InetAddress address = ((InetSocketAddress) socket.localAddress()).getAddress();
        assertThat(address.isLoopbackAddress()).isFalse();
        assertThat(NetworkInterface.getByInetAddress(address)).isNotNull();
        Connection client = sandbox.closeLater(connect(socket.localEndpoint(), Options.DEFAULT));
        assertThat(client.peerEndpoint()).isEqualTo(socket.localEndpoint());
    }

    /** Skips the test on a host that has no such address. */
    private Endpoint reachable() {
        try {
            return transport().anyEndpoint(domain(), Reach.OTHER_HOSTS);
        } catch (SocketFailure e) {
            assertThat(e.kind()).isEqualTo(NOT_SUPPORTED);
            return abort(e.getMessage());
        }
    }

    @Test
    default void isBoundWhereItWasTold(Sandbox sandbox) throws IOException {
        OpenSocket socket = sandbox.open();

        InetSocketAddress address = (InetSocketAddress) socket.localAddress();
        assertThat(address.getAddress()).isEqualTo(InetAddress.getByName(loopback()));
        assertThat(address.getPort()).isPositive();
        assertThat(socket.localEndpoint()).isEqualTo(at(loopback(), Integer.toString(address.getPort())));
    }

    @Test
    default void aClientIsAtTheSameAddress(Sandbox sandbox) throws IOException {
        OpenSocket socket = sandbox.open();

        Connection client = sandbox.closeLater(connect(socket.localEndpoint(), Options.DEFAULT));

        assertThat(((HostPort) client.localEndpoint().name()).host()).isEqualTo(loopback());
    }

    @Test
    default void refusesAPortThatIsTaken(Sandbox sandbox) throws IOException {
        Endpoint endpoint = sandbox.open().localEndpoint();

        fails(
                IN_USE,
                openVerb() + " " + endpoint + ": in use (another socket has this port; port 0 picks a free one)",
                () -> open(endpoint, Options.DEFAULT));
    }

    @Test
    default void aPortIsFreeOnceItsSocketIsClosed(Sandbox sandbox) throws IOException {
        OpenSocket socket = sandbox.open();
        sandbox.closeLater(connect(socket.localEndpoint(), Options.DEFAULT));
        socket.close();

        sandbox.open(socket.localEndpoint(), Options.DEFAULT);
    }

    @Test
    default void isReachedThroughAnyInterface(Sandbox sandbox) throws IOException {
        OpenSocket socket = sandbox.open(at("", "0"), Options.DEFAULT);

        Connection client = sandbox.closeLater(connect(at(loopback(), portOf(socket)), Options.DEFAULT));
        assertThat(client.peerEndpoint()).isEqualTo(at(loopback(), portOf(socket)));
    }

    @Test
    default void theAddressOfAnyInterfaceLeadsHere(Sandbox sandbox) throws IOException {
        OpenSocket socket = sandbox.open(at("", "0"), Options.DEFAULT);

        Connection client = sandbox.closeLater(connect(socket.localEndpoint(), Options.DEFAULT));
        assertThat(((InetSocketAddress) client.peerAddress()).getAddress().isLoopbackAddress())
                .isTrue();
    }

    @Test
    default void bindsToNoAddressOfAnotherHost() {
        // From the blocks that are reserved for documentation (RFC 5737, RFC 3849)
        Endpoint elsewhere = at(loopback().contains(":") ? "2001:db8::77" : "203.0.113.77", "0");

        fails(
                NOT_LOCAL,
                openVerb() + " " + elsewhere + ": address not available (no interface of this host has this address)",
                () -> open(elsewhere, Options.DEFAULT));
    }

    @Test
    default void bindsToNoPortThatNeedsAPrivilege() throws IOException {
        assumeFalse(System.getProperty("user.name").equals("root"), "root has the privilege");
        Path limit = Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start");
        assumeFalse(!Files.isReadable(limit) || Files.readString(limit).strip().equals("0"), "no port needs one here");

        fails(
                PERMISSION,
                openVerb() + " " + at(loopback(), "1") + ": permission denied (ports below 1024 are privileged)",
                () -> open(at(loopback(), "1"), Options.DEFAULT));
    }

    /** The label is too long, so no name server is asked. */
    @Test
    default void knowsNoHostOfThatName() {
        String host = "n".repeat(64) + ".invalid";
        String sentence = "gethostbyname " + host + ": unknown host (no address is known for this name)";

        fails(UNKNOWN_HOST, sentence, () -> open(at(host, "0"), Options.DEFAULT));
        fails(UNKNOWN_HOST, sentence, () -> connect(at(host, "7"), Options.DEFAULT));
    }

    /** The kernel refuses before it sends anything. */
    @Test
    default void aLinkLocalAddressNeedsItsInterface() throws IOException {
        assumeTrue(NetworkInterface.getByInetAddress(InetAddress.getByName("::1")) != null, "this host has no IPv6");

        fails(
                OTHER,
                "connect " + at("fe80::1", "7") + ": failed (a link-local address needs its interface, as in"
                        + " [fe80::1%eth0])",
                () -> connect(at("fe80::1", "7"), Options.DEFAULT));
    }

    @Test
    default void knowsNoServiceOfThatName() {
        String sentence = "getservbyname no-such-service/" + protocol()
                + ": unknown service (give a number from 0 to 65535, or a name from /etc/services)";

        fails(UNKNOWN_SERVICE, sentence, () -> open(at(loopback(), "no-such-service"), Options.DEFAULT));
        fails(UNKNOWN_SERVICE, sentence, () -> connect(at(loopback(), "no-such-service"), Options.DEFAULT));
    }

    @Test
    default void knowsAServiceByItsName() throws IOException {
        assertThat(transport().resolve(at(loopback(), "echo"))).containsExactly(new InetSocketAddress(loopback(), 7));
    }

    @Test
    default void hasNoPortAbove65535() {
        fails(
                UNKNOWN_SERVICE,
                "getservbyname 65536: unknown service (a port is a number from 0 to 65535)",
                () -> open(at(loopback(), "65536"), Options.DEFAULT));
    }

    @Test
    default void hasNoPathsAndAbstractNames() {
        for (String name : new String[] {"/tmp/a.sock", "@name", "@"}) {
            Endpoint endpoint = Endpoint.parse(transport().scheme() + ":" + name);
            fails(
                    NOT_SUPPORTED,
                    "resolve " + endpoint + ": not supported (write "
                            + transport().scheme() + "://HOST:PORT)",
                    () -> transport().resolve(endpoint));
        }
    }
}
