package dev.ipcdemo.udp;

import dev.ipcdemo.demo.spi.Demo;
import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.demo.spi.Stage;
import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.LocalAddresses;
import dev.ipcdemo.sockets.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** One datagram to every host of a network, here that of the loopback interface, which has no other hosts. */
public final class BroadcastDemo implements Demo {

    private static final String MESSAGE = "to all";
    private static final String SENT = "sent";

    /** Called by {@link java.util.ServiceLoader}. */
    public BroadcastDemo() {}

    @Override
    public String name() {
        return "broadcast";
    }

    @Override
    public String summary() {
        return "one datagram reaches every socket on the port, with SO_BROADCAST";
    }

    @Override
    public boolean appliesTo(Transport transport) {
        return transport instanceof UdpTransport;
    }

    @Override
    public Set<Scope> scopes() {
        return EnumSet.of(Scope.IN_PROCESS, Scope.INTER_PROCESS);
    }

    @Override
    public Optional<String> whyNotElsewhere() {
        return Optional.of("it uses the loopback interface, and each host has its own");
    }

    @Override
    public void server(Stage stage) throws Exception {
        // A socket that is bound to one address receives only what was sent to that address, so no broadcasts.
        InetAddress any = LocalAddresses.wildcard(Domain.AF_INET);
        try (ShownSocket one = ShownSocket.bindShared(stage, "one", any, 0);
                ShownSocket two = ShownSocket.bindShared(stage, "two", any, one.port())) {
            stage.tell(Integer.toString(one.port()));
            if (stage.hear().equals(SENT)) {
                stage.claim(
                        one.receives(MESSAGE) && two.receives(MESSAGE),
                        "Both sockets received the one datagram that was sent.");
            }
        }
    }

    @Override
    public void client(Stage stage) throws Exception {
        InetSocketAddress everybody =
                new InetSocketAddress(InetAddress.getByName("127.255.255.255"), Integer.parseInt(stage.hear()));
        try (ShownSocket socket = ShownSocket.bind(stage, LocalAddresses.loopback(Domain.AF_INET))) {
            boolean isRefused = isRefused(socket, everybody);
            socket.set(StandardSocketOptions.SO_BROADCAST, true, "on");
            socket.send(MESSAGE, everybody);
            // Had the option not been the reason, this send would have failed, too.
            stage.claim(isRefused, "Without SO_BROADCAST, the kernel refuses to send a broadcast.");
            stage.tell(SENT);
        } catch (IOException e) {
            stage.note("skipped: the loopback interface has no broadcast here: " + e.getMessage());
            stage.tell("not sent");
        }
        stage.conclude("A broadcast goes to every host of one network, whether it is interested or not, and to"
                + " every socket there that is bound to the port and the wildcard address. Routers do not"
                + " forward it.");
        stage.conclude("IPv6 has no broadcast; it has multicast, which reaches only the hosts that asked for it.");
    }

    /** EACCES, in words that depend on the locale. */
    private static boolean isRefused(ShownSocket socket, InetSocketAddress everybody) throws Exception {
        try {
            socket.send(MESSAGE, everybody);
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
