package dev.ipcdemo.families;

import java.util.List;

/** The domains of socket(2) that the kernel is asked for, with Linux's numbers; see address_families(7). */
public enum KnownDomain {
    /** IPv4. */
    AF_INET(
            2,
            true,
            "IPv4: a host address and a port; reaches any host",
            new Type(KnownType.SOCK_STREAM, 0, "TCP", Type.ABSENT),
            new Type(KnownType.SOCK_DGRAM, 0, "UDP", Type.ABSENT),
            new Type(KnownType.SOCK_SEQPACKET, 132, "SCTP", "this is SCTP, which no transport here has")),
    /** IPv6. */
    AF_INET6(
            10,
            false,
            "IPv6: a longer host address, perhaps a scope, and a port",
            new Type(KnownType.SOCK_STREAM, 0, "TCP", Type.ABSENT),
            new Type(KnownType.SOCK_DGRAM, 0, "UDP", Type.ABSENT),
            new Type(KnownType.SOCK_SEQPACKET, 132, "SCTP", "as for AF_INET")),
    /** Local sockets. */
    AF_UNIX(
            1,
            true,
            "a path, or on Linux an abstract name; reaches processes under the same kernel",
            new Type(KnownType.SOCK_STREAM, 0, "", Type.ABSENT),
            new Type(KnownType.SOCK_DGRAM, 0, "", Type.ABSENT),
            new Type(KnownType.SOCK_SEQPACKET, 0, "", Type.ABSENT)),
    /** Virtual machines and their host. */
    AF_VSOCK(
            40,
            false,
            "a context id and a port; between a virtual machine and its host",
            new Type(KnownType.SOCK_STREAM, 0, "", "the JDK has no such address type, and it needs a virtual machine"),
            new Type(KnownType.SOCK_DGRAM, 0, "", "as above; few hypervisors support it"),
            new Type(KnownType.SOCK_SEQPACKET, 0, "", "as above")),
    /** Clusters. */
    AF_TIPC(
            30,
            false,
            "TIPC: a service number; between the nodes of a cluster",
            new Type(KnownType.SOCK_STREAM, 0, "", "the JDK has no such address type, and it needs a cluster"),
            new Type(KnownType.SOCK_DGRAM, 0, "", "as above"),
            new Type(KnownType.SOCK_SEQPACKET, 0, "", "as above")),
    /** X.25, the packet networks of the telephone companies. */
    AF_X25(
            9,
            false,
            "X.25 (also PF_X25): a subscriber number; the packet networks before the Internet",
            new Type(KnownType.SOCK_SEQPACKET, 0, "", "the JDK has no such address type, and the networks are gone")),
    /** The kernel itself. */
    AF_NETLINK(
            16,
            false,
            "between a process and the kernel: routes, interfaces, events",
            new Type(KnownType.SOCK_DGRAM, 0, "", "its peer is the kernel, not another program"),
            new Type(KnownType.SOCK_RAW, 0, "", "the kernel treats it like SOCK_DGRAM")),
    /** Network interfaces. */
    AF_PACKET(
            17,
            false,
            "a network interface: the frames below IP; needs privileges",
            new Type(
                    KnownType.SOCK_DGRAM, 0, "", "it carries the frames of an interface, not messages for one program"),
            new Type(KnownType.SOCK_RAW, 0, "", "as above, with the frame's header"));

    /**
     * A type within a domain.
     *
     * @param type the type
     * @param protocol the third argument of socket(2); 0 lets the kernel choose
     * @param protocolName the protocol that this selects; empty where the domain has only one
     * @param whyNone why no transport uses it, as a clause
     */
    record Type(KnownType type, int protocol, String protocolName, String whyNone) {
        /** For types that have a transport, which may be missing from the class path. */
        private static final String ABSENT = "the module with this transport is not on the class path";
    }

    private final int number;
    private final boolean sameEverywhere;
    private final String about;
    private final List<Type> types;

    KnownDomain(int number, boolean sameEverywhere, String about, Type... types) {
        this.number = number;
        this.sameEverywhere = sameEverywhere;
        this.about = about;
        this.types = List.of(types);
    }

    int number() {
        return number;
    }

    /** Whether macOS and the BSDs have it under the same number. */
    boolean isNumberedTheSameEverywhere() {
        return sameEverywhere;
    }

    String about() {
        return about;
    }

    List<Type> types() {
        return types;
    }
}
