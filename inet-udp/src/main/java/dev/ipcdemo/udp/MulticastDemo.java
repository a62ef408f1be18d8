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

/** One datagram to all members of a group, over IPv4 and IPv6, on the loopback interface only. */
public final class MulticastDemo implements Demo {

    /** From the ranges for one site (RFC 2365) and for one interface (RFC 4291). */
    private static final List<String> GROUPS = List.of("239.255.77.77", "ff11::4d4d");

    /** What one side tells the other when it cannot use a group on this host. */
    private static final String SKIPPED = "skipped";

    /** Called by {@link java.util.ServiceLoader}. */
    public MulticastDemo() {}

    @Override
    public String name() {
        return "multicast";
    }

    @Override
    public String summary() {
        return "one datagram reaches every member of a group, IPv4 and IPv6";
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

    private static NetworkInterface loopback() throws IOException {
        for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
            if (each.isLoopback() && each.isUp()) {
                return each;
            }
        }
        throw new IOException("no loopback interface is up");
    }

    /** The scope distinguishes an IPv6 group on one interface from the same group on another. */
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
            boolean bothReceived = one.receives("to both") && two.receives("to both");
            stage.claim(
                    bothReceived, InetNames.text(group) + ": both members received the one datagram that was sent.");
            if (bothReceived) {
                two.leave(membership);
                stage.tell("two has left");
                stage.hear();
                checkLeft(stage, group, one.receives("to one"), two.poll().isEmpty());
            } else {
                stage.tell(SKIPPED);
            }
        }
    }

    private static void checkLeft(Stage stage, InetAddress group, boolean isReceivedByMember, boolean hasLeft) {
        if (!hasLeft && group instanceof Inet6Address) {
            stage.note("two has left and still receives: this JDK leaves IPV6_MULTICAST_ALL on, as older"
                    + " JDKs do, so a socket receives what is sent to any group that a program on this host"
                    + " has joined");
        } else {
            stage.claim(
                    isReceivedByMember && hasLeft,
                    InetNames.text(group) + ": the next datagram reached only the socket that was still a member.");
        }
    }

    /** For a side that cannot continue; the other side is told so instead of what it waits for. */
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
        stage.conclude("The sender need not be a member, and does not learn who received the datagram. A"
                + " receiver tells the kernel which group it wants on which interface, and the kernel tells"
                + " switches and routers.");
        stage.conclude("The time to live is 1 by default (IP_MULTICAST_TTL), so multicast stays on the local"
                + " network unless the sender raises it.");
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
