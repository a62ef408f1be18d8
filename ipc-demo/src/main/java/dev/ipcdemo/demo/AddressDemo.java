package dev.ipcdemo.demo;

import dev.ipcdemo.demo.spi.Demo;
import dev.ipcdemo.demo.spi.Stage;
import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Endpoint.HostPort;
import dev.ipcdemo.sockets.Endpoint.PathName;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.HostNames;
import dev.ipcdemo.sockets.Listener;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.PacketSocket;
import dev.ipcdemo.sockets.PacketTransport;
import dev.ipcdemo.sockets.Services;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.Transport;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Collectors;

/** What you can write for an address, what each form becomes, and the addresses of the two ends of a conversation. */
public final class AddressDemo implements Demo {

    /** Called by {@link java.util.ServiceLoader}. */
    public AddressDemo() {}

    @Override
    public String name() {
        return "address";
    }

    @Override
    public String summary() {
        return "what you can write for an address, and what each form becomes";
    }

    /** An address looks different in each domain. */
    @Override
    public boolean appliesTo(Transport transport) {
        return ExplainedDomains.include(transport);
    }

    @Override
    public void server(Stage stage) throws Exception {
        if (hasHosts(stage.transport())) {
            showHostsAndPorts(stage);
        } else {
            showPaths(stage);
        }
        if (stage.transport() instanceof PacketTransport packets) {
            try (PacketSocket socket = packets.bind(stage.anywhere(), Options.DEFAULT)) {
                claimChosen(stage, socket.localEndpoint());
                stage.tell(socket.localEndpoint().toString());
                socket.recvFrom(ByteBuffer.allocate(64));
            }
        } else {
            try (Listener listener = stage.streams().listen(stage.anywhere(), Options.DEFAULT)) {
                claimChosen(stage, listener.localEndpoint());
                stage.tell(listener.localEndpoint().toString());
                try (Connection connection = listener.accept()) {
                    connection.recv(ByteBuffer.allocate(64));
                }
            }
        }
    }

    private static boolean hasHosts(Transport transport) {
        return transport.domains().contains(Domain.AF_INET);
    }

    private static void showHostsAndPorts(Stage stage) throws Exception {
        String host = stage.act("gethostname()", HostNames::local, name -> name);
        stage.claim(!host.isEmpty(), "This host has a name.");
        String loopback = stage.call("gethostbyname(localhost)", () -> addresses(HostNames.lookup("localhost")));
        stage.claim(loopback.contains("127.0.0.1") || loopback.contains("::1"), "The name localhost means this host.");
        String ipv4 = show(stage, "//127.0.0.1:7000");
        String ipv6 = show(stage, "//[::1]:7000");
        stage.claim(
                ipv4.endsWith("127.0.0.1:7000") && ipv6.endsWith("[::1]:7000"),
                "A literal address is parsed, never looked up; IPv6 needs brackets, because it contains colons.");
        show(stage, "//localhost:7000");
        String any = show(stage, "//:7000");
        stage.claim(
                any.endsWith("[::]:7000") || any.endsWith("0.0.0.0:7000"),
                "An empty host stands for every interface of this host: right for a server that other hosts must reach.");
        int port = stage.act(
                "getservbyname(echo)",
                () -> Services.port("echo", stage.transport().scheme()),
                String::valueOf);
        stage.claim(show(stage, "//127.0.0.1:echo").endsWith(":" + port), "A port may be the name of a service.");
        stage.claimFailure(
                FailureKind.UNKNOWN_SERVICE,
                () -> show(stage, "//127.0.0.1:no-such-service"),
                "An unknown service is an error, not port 0.");
        stage.conclude(
                "An address of AF_INET or AF_INET6 is a host address and a port number. Names are for people: they are"
                        + " looked up before any socket call, and one name may stand for several addresses.");
    }

    private static String addresses(List<InetAddress> addresses) {
        return addresses.stream().map(InetAddress::getHostAddress).collect(Collectors.joining(", "));
    }

    private static void showPaths(Stage stage) throws Exception {
        show(stage, "/tmp/a.sock");
        show(stage, "a.sock");
        stage.claimFailure(
                FailureKind.NAME_TOO_LONG,
                () -> show(stage, "/tmp/" + "a".repeat(120)),
                "A path must fit into sun_path (108 bytes on Linux, 104 on macOS), whatever the file system"
                        + " allows.");
        try {
            show(stage, "@a-name");
        } catch (SocketFailure e) {
            stage.claim(
                    e.kind() == FailureKind.NOT_SUPPORTED,
                    "Linux has abstract names, but this library cannot express them.");
        }
        stage.conclude("An AF_UNIX address is a path in the file system, and reaches no further than this kernel. A"
                + " relative path starts at the working directory of each process, so an absolute path is safer.");
    }

    /** Shows what a name becomes, without opening a socket. */
    private static String show(Stage stage, String name) throws Exception {
        Transport transport = stage.transport();
        Endpoint endpoint = Endpoint.parse(transport.scheme() + ":" + name);
        String call = endpoint.name() instanceof HostPort hostPort
                ? "getaddrinfo(\"" + hostPort.host() + "\", \"" + hostPort.port() + "\")"
                : "sockaddr_un(\"" + name + "\")";
        return stage.act(
                call,
                () -> transport.resolve(endpoint).stream()
                        .map(address -> show(transport.endpointOf(address)))
                        .collect(Collectors.joining(", ")),
                addresses -> addresses);
    }

    private static String show(Endpoint endpoint) {
        String name = endpoint.isNamed() ? endpoint.name().toString().replaceFirst("^//", "") : "unnamed";
        if (endpoint.name() instanceof HostPort hostPort) {
            return (hostPort.host().contains(":") ? Domain.AF_INET6 : Domain.AF_INET) + " " + name;
        }
        return Domain.AF_UNIX + " " + name;
    }

    private static void claimChosen(Stage stage, Endpoint bound) {
        if (bound.name() instanceof HostPort hostPort) {
            stage.claim(
                    !hostPort.port().equals("0"), "Port 0 lets the kernel choose: it chose " + hostPort.port() + ".");
        } else {
            stage.claim(bound.name() instanceof PathName, "A server without a path got a new one.");
        }
    }

    @Override
    public void client(Stage stage) throws Exception {
        Endpoint server = Endpoint.parse(stage.hear());
        try (Connection connection = stage.transport().connect(server, Options.DEFAULT)) {
            String peer = stage.act("getpeername()", () -> show(connection.peerEndpoint()), peerName -> peerName);
            String own = stage.act("getsockname()", () -> show(connection.localEndpoint()), ownName -> ownName);
            stage.claim(peer.equals(show(server)), "The client's peer has the address that the server bound.");
            if (hasHosts(stage.transport())) {
                stage.claim(!own.equals(peer), "The client has a port too, chosen by the kernel.");
                stage.conclude(
                        "Both ends have an address, and the pair of them identifies the conversation among all others of the"
                                + " server.");
            } else if (!stage.transport().type().isConnected()) {
                stage.claim(!own.equals(peer), "The client bound a path of its own.");
                stage.conclude("A client that binds no path can send datagrams, but gets no answer.");
            } else {
                stage.claim(
                        own.endsWith("unnamed"), "The client has no address of its own, and still gets its answer.");
                stage.conclude(
                        "On AF_UNIX only the server needs a name: the kernel knows which two ends are connected.");
            }
            connection.sendFully(Text.bytes("hello"));
        }
    }
}
