package dev.ipcdemo.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The structures of the socket calls, with the names that C gives them and their members. Linux on x86-64 and on aarch64 has the
 * same; macOS has a length before the family of an address, and shorter numbers in {@code msghdr} and {@code cmsghdr}.
 */
public final class Layouts {

    /** A number in network byte order, such as a port. */
    public static final ValueLayout.OfShort NETWORK_SHORT = JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);

    private static final boolean IS_MACOS = Platform.CURRENT == Platform.MACOS;

    /** An IPv4 address and a port: ip(7). */
    public static final StructLayout SOCKADDR_IN = address(
            "sockaddr_in",
            "sin",
            NETWORK_SHORT.withName("sin_port"),
            MemoryLayout.sequenceLayout(4, JAVA_BYTE).withName("sin_addr"),
            MemoryLayout.sequenceLayout(8, JAVA_BYTE).withName("sin_zero"));

    /** An IPv6 address, a port, and the interface of a link-local address: ipv6(7). */
    public static final StructLayout SOCKADDR_IN6 = address(
            "sockaddr_in6",
            "sin6",
            NETWORK_SHORT.withName("sin6_port"),
            JAVA_INT.withName("sin6_flowinfo"),
            MemoryLayout.sequenceLayout(16, JAVA_BYTE).withName("sin6_addr"),
            JAVA_INT.withName("sin6_scope_id"));

    /** A path, or an abstract name behind a NUL: unix(7). */
    public static final StructLayout SOCKADDR_UN = address(
            "sockaddr_un",
            "sun",
            MemoryLayout.sequenceLayout(IS_MACOS ? 104 : 108, JAVA_BYTE).withName("sun_path"));

    /** A virtual machine and a port: vsock(7). */
    public static final StructLayout SOCKADDR_VM = address(
            "sockaddr_vm",
            "svm",
            JAVA_SHORT.withName("svm_reserved1"),
            JAVA_INT.withName("svm_port"),
            JAVA_INT.withName("svm_cid"),
            MemoryLayout.paddingLayout(4)); // flags, in newer headers

    /** A piece of memory: readv(2). */
    public static final StructLayout IOVEC =
            struct("iovec", ADDRESS.withName("iov_base"), JAVA_LONG.withName("iov_len"));

    /** A message with its address and ancillary data: recvmsg(2). */
    public static final StructLayout MSGHDR = struct(
            "msghdr",
            ADDRESS.withName("msg_name"),
            JAVA_INT.withName("msg_namelen"),
            ADDRESS.withName("msg_iov"),
            (IS_MACOS ? JAVA_INT : JAVA_LONG).withName("msg_iovlen"),
            ADDRESS.withName("msg_control"),
            (IS_MACOS ? JAVA_INT : JAVA_LONG).withName("msg_controllen"),
            JAVA_INT.withName("msg_flags"));

    /** A message of several, and how many bytes of it were sent or received: recvmmsg(2), which macOS does not have. */
    public static final StructLayout MMSGHDR =
            struct("mmsghdr", MSGHDR.withName("msg_hdr"), JAVA_INT.withName("msg_len"));

    /** The head of an ancillary message: cmsg(3). */
    public static final StructLayout CMSGHDR = struct(
            "cmsghdr",
            (IS_MACOS ? JAVA_INT : JAVA_LONG).withName("cmsg_len"),
            JAVA_INT.withName("cmsg_level"),
            JAVA_INT.withName("cmsg_type"));

    /** Who a process is: unix(7). Not on macOS. */
    public static final StructLayout UCRED =
            struct("ucred", JAVA_INT.withName("pid"), JAVA_INT.withName("uid"), JAVA_INT.withName("gid"));

    /** A time, or how long to wait: setsockopt(2) of SO_RCVTIMEO. */
    public static final StructLayout TIMEVAL =
            struct("timeval", JAVA_LONG.withName("tv_sec"), (IS_MACOS ? JAVA_INT : JAVA_LONG).withName("tv_usec"));

    /** A time: SO_TIMESTAMPNS. */
    public static final StructLayout TIMESPEC =
            struct("timespec", JAVA_LONG.withName("tv_sec"), JAVA_LONG.withName("tv_nsec"));

    /** What close(2) does with unsent bytes: SO_LINGER. */
    public static final StructLayout LINGER =
            struct("linger", JAVA_INT.withName("l_onoff"), JAVA_INT.withName("l_linger"));

    /** A descriptor that is watched: poll(2). */
    public static final StructLayout POLLFD =
            struct("pollfd", JAVA_INT.withName("fd"), JAVA_SHORT.withName("events"), JAVA_SHORT.withName("revents"));

    /** What is asked, and each answer: getaddrinfo(3). */
    public static final StructLayout ADDRINFO = struct(
            "addrinfo",
            JAVA_INT.withName("ai_flags"),
            JAVA_INT.withName("ai_family"),
            JAVA_INT.withName("ai_socktype"),
            JAVA_INT.withName("ai_protocol"),
            JAVA_INT.withName("ai_addrlen"),
            ADDRESS.withName(IS_MACOS ? "ai_canonname" : "ai_addr"),
            ADDRESS.withName(IS_MACOS ? "ai_addr" : "ai_canonname"),
            ADDRESS.withName("ai_next"));

    /** What the kernel knows of a TCP connection, as far as it is read here: tcp(7). Linux's; later members follow. */
    public static final StructLayout TCP_INFO = struct(
            "tcp_info",
            JAVA_BYTE.withName("tcpi_state"),
            JAVA_BYTE.withName("tcpi_ca_state"),
            JAVA_BYTE.withName("tcpi_retransmits"),
            JAVA_BYTE.withName("tcpi_probes"),
            JAVA_BYTE.withName("tcpi_backoff"),
            JAVA_BYTE.withName("tcpi_options"),
            MemoryLayout.paddingLayout(2), // bit fields, which have no offset
            JAVA_INT.withName("tcpi_rto"),
            JAVA_INT.withName("tcpi_ato"),
            JAVA_INT.withName("tcpi_snd_mss"),
            JAVA_INT.withName("tcpi_rcv_mss"),
            JAVA_INT.withName("tcpi_unacked"),
            JAVA_INT.withName("tcpi_sacked"),
            JAVA_INT.withName("tcpi_lost"),
            JAVA_INT.withName("tcpi_retrans"),
            JAVA_INT.withName("tcpi_fackets"),
            JAVA_INT.withName("tcpi_last_data_sent"),
            JAVA_INT.withName("tcpi_last_ack_sent"),
            JAVA_INT.withName("tcpi_last_data_recv"),
            JAVA_INT.withName("tcpi_last_ack_recv"),
            JAVA_INT.withName("tcpi_pmtu"),
            JAVA_INT.withName("tcpi_rcv_ssthresh"),
            JAVA_INT.withName("tcpi_rtt"),
            JAVA_INT.withName("tcpi_rttvar"),
            JAVA_INT.withName("tcpi_snd_ssthresh"),
            JAVA_INT.withName("tcpi_snd_cwnd"),
            JAVA_INT.withName("tcpi_advmss"),
            JAVA_INT.withName("tcpi_reordering"),
            JAVA_INT.withName("tcpi_rcv_rtt"),
            JAVA_INT.withName("tcpi_rcv_space"),
            JAVA_INT.withName("tcpi_total_retrans"));

    private Layouts() {}

    /**
     * Where a member of a structure is.
     *
     * @param struct the structure
     * @param member the member's name
     * @return its offset in bytes
     */
    public static long offset(StructLayout struct, String member) {
        return struct.byteOffset(PathElement.groupElement(member));
    }

    private static StructLayout address(String name, String prefix, MemoryLayout... members) {
        List<MemoryLayout> all = new ArrayList<>();
        if (IS_MACOS) {
            all.add(JAVA_BYTE.withName(prefix + "_len"));
            all.add(JAVA_BYTE.withName(prefix + "_family"));
        } else {
            all.add(JAVA_SHORT.withName(prefix + "_family"));
        }
        all.addAll(List.of(members));
        return struct(name, all.toArray(MemoryLayout[]::new));
    }

    /** A structure as a C compiler lays it out: each member is aligned, and the size is a multiple of the alignment. */
    private static StructLayout struct(String name, MemoryLayout... members) {
        List<MemoryLayout> padded = new ArrayList<>();
        long size = 0;
        long alignment = 1;
        for (MemoryLayout member : members) {
            size = pad(padded, size, member.byteAlignment());
            padded.add(member);
            size += member.byteSize();
            alignment = Math.max(alignment, member.byteAlignment());
        }
        pad(padded, size, alignment);
        return MemoryLayout.structLayout(padded.toArray(MemoryLayout[]::new)).withName(name);
    }

    private static long pad(List<MemoryLayout> members, long size, long alignment) {
        long padding = Math.floorMod(-size, alignment);
        if (padding > 0) {
            members.add(MemoryLayout.paddingLayout(padding));
        }
        return size + padding;
    }
}
