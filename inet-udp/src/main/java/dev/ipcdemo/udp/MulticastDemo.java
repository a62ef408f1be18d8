package dev.ipcdemo.udp;

import dev.ipcdemo.demo.spi.Demo;
import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.demo.spi.Stage;
import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.LocalAddresses;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.spi.InetNames;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardSocketOptions;
import java.nio.channels.MembershipKey;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One datagram to all who have joined a group, over IPv4 and over IPv6, on the loopback interface alone. */
public final class MulticastDemo implements Demo {

    /** From the ranges that stay within a site (RFC 2365), and on one interface (RFC 4291). */
    private static final List<String> GROUPS = List.of("239.255.77.77", "ff11::4d4d");

    /** What one side tells the other when its part of a group's story is not possible here. */
    private static final String SKIPPED = "skipped";

    /** Called by {@link java.util.ServiceLoader}. */
    public MulticastDemo() {}

    @Override
    public String name() {
        return "multicast";
    }

    @Override
    public String summary() {
        return "one datagram reaches all who have joined a group, IPv4 and IPv6";
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
        return Optional.of("it keeps to the loopback interface, and each host has its own");
    }

    private static NetworkInterface loopback() throws IOException {
        for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
            if (each.isLoopback() && each.isUp()) {
                return each;
            }
        }
        throw new IOException("no loopback interface is up");
    }

    /** An IPv6 group of one interface is told apart from the same one on another by a scope. */
    private static InetAddress onLoopback(String group) throws IOException {
        InetAddress address = InetAddress.getByName(group);
        return address instanceof Inet6Address
                ? Inet6Address.getByAddress(
                        null, address.getAddress(), loopback().getIndex())
                : address;
    }

    @Override
    public void server(Stage stage) throws Exception {
        for (String group : GROUPS) {
            try {
                receive(stage, onLoopback(group));
            } catch (IOException | UnsupportedOperationException e) {
                skip(stage, group, e);
            }
        }
    }

    private static void receive(Stage stage, InetAddress group) throws Exception {
        try (ShownSocket one = ShownSocket.bindShared(stage, "one", group, 0);
                ShownSocket two = ShownSocket.bindShared(stage, "two", group, one.port())) {
            one.join(group, loopback());
            MembershipKey membership = two.join(group, loopback());
            stage.tell(Integer.toString(one.port()));
            if (stage.hear().equals(SKIPPED)) {
                return;
            }
            boolean bothReceived = isReceived("to both", one) && isReceived("to both", two);
            stage.claim(bothReceived, InetNames.text(group) + ": one datagram was sent, and both members received it.");
            if (bothReceived) {
                two.leave(membership);
                stage.tell("two has left");
                stage.hear();
                checkLeft(stage, group, isReceived("to one", one), two.poll().isEmpty());
            } else {
                stage.tell(SKIPPED);
            }
        }
    }

    private static void checkLeft(Stage stage, InetAddress group, boolean isReceivedByMember, boolean hasLeft) {
        if (!hasLeft && group instanceof Inet6Address) {
            stage.note(
                    "two has left and still receives: this JDK, as older ones do, leaves IPV6_MULTICAST_ALL on, so that"
                            + " a socket gets what was sent to any group that somebody on this host has joined");
        } else {
            stage.claim(
                    isReceivedByMember && hasLeft,
                    InetNames.text(group) + ": the next reached only the one that was still a member.");
        }
    }

    private static boolean isReceived(String text, ShownSocket member) throws Exception {
        return member.receive().equals(Optional.of(text));
    }

    /** For the side that cannot go on; the other hears of it in place of what it waits for. */
    private static void skip(Stage stage, String group, Exception e) {
        stage.note("skipped: " + group + " cannot be used on the loopback interface here: " + e.getMessage());
        stage.tell(SKIPPED);
    }

    @Override
    public void client(Stage stage) throws Exception {
        for (String group : GROUPS) {
            String port = stage.hear();
            if (!port.equals(SKIPPED)) {
                try {
                    send(stage, new InetSocketAddress(onLoopback(group), Integer.parseInt(port)));
                } catch (IOException | UnsupportedOperationException e) {
                    skip(stage, group, e);
                }
            }
        }
        stage.conclude("The sender needs no membership, and does not learn who received. A receiver tells the kernel"
                + " which group it wants on which interface, and switches and routers learn it from there.");
        stage.conclude("The time to live is 1 unless it is set (IP_MULTICAST_TTL), so multicast stays on the local"
                + " network until somebody decides otherwise.");
    }

    private static void send(Stage stage, InetSocketAddress group) throws Exception {
        boolean isIpv6 = group.getAddress() instanceof Inet6Address;
        try (ShownSocket socket =
                ShownSocket.bind(stage, LocalAddresses.loopback(isIpv6 ? Domain.AF_INET6 : Domain.AF_INET))) {
            socket.set(
                    StandardSocketOptions.IP_MULTICAST_IF,
                    loopback(),
                    loopback().getName());
            socket.send("to both", group);
            stage.tell("sent");
            if (!stage.hear().equals(SKIPPED)) {
                socket.send("to one", group);
                stage.tell("sent");
            }
        }
    }
}
