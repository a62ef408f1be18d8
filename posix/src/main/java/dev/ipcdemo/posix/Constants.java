package dev.ipcdemo.posix;

/**
 * The numbers of sys/socket.h and its relatives, by their names there. A flag that the system does not have is 0, and any other
 * number {@link #NONE}, with which the call fails.
 */
public final class Constants {

    /** Stands for a number that the system does not have. */
    public static final int NONE = -1;

    // The domain of a socket: socket(2), address_families(7)

    /** Any domain, for getaddrinfo; no peer, for connect(2). */
    public static final int AF_UNSPEC = 0;

    /** Paths and, on Linux, abstract names: unix(7). */
    public static final int AF_UNIX = 1;

    /** IPv4: ip(7). */
    public static final int AF_INET = 2;

    /** IPv6: ipv6(7). */
    public static final int AF_INET6 = Platform.number(10, 30);

    /** Between a virtual machine and its host: vsock(7). */
    public static final int AF_VSOCK = 40;

    // The type of a socket: socket(2)

    /** A stream of bytes. */
    public static final int SOCK_STREAM = 1;

    /** Datagrams. */
    public static final int SOCK_DGRAM = 2;

    /** A connection that keeps message boundaries. */
    public static final int SOCK_SEQPACKET = 5;

    /** Added to the type: no call waits. */
    public static final int SOCK_NONBLOCK = Platform.number(04000, 0);

    /** Added to the type: the descriptor is closed by execve(2). */
    public static final int SOCK_CLOEXEC = Platform.number(02000000, 0);

    // The protocol: socket(2), and the level of socket options

    /** The default protocol, and the level of IPv4's options. */
    public static final int IPPROTO_IP = 0;

    /** TCP: tcp(7). */
    public static final int IPPROTO_TCP = 6;

    /** UDP: udp(7). */
    public static final int IPPROTO_UDP = 17;

    /** The level of IPv6's options. */
    public static final int IPPROTO_IPV6 = 41;

    /** Multipath TCP. */
    public static final int IPPROTO_MPTCP = Platform.number(262, NONE);

    // Options of every socket: socket(7)

    /** The level of these options. */
    public static final int SOL_SOCKET = Platform.number(1, 0xffff);

    /** Bind although connections are in TIME_WAIT. */
    public static final int SO_REUSEADDR = Platform.number(2, 4);

    /** The type of the socket. */
    public static final int SO_TYPE = Platform.number(3, 0x1008);

    /** The pending error, which asking clears. */
    public static final int SO_ERROR = Platform.number(4, 0x1007);

    /** Datagrams may be sent to broadcast addresses. */
    public static final int SO_BROADCAST = Platform.number(6, 0x20);

    /** The size of the send buffer. */
    public static final int SO_SNDBUF = Platform.number(7, 0x1001);

    /** The size of the receive buffer. */
    public static final int SO_RCVBUF = Platform.number(8, 0x1002);

    /** Probe an idle connection. */
    public static final int SO_KEEPALIVE = Platform.number(9, 8);

    /** What close does with unsent bytes: {@code struct linger}. */
    public static final int SO_LINGER = Platform.number(13, 0x80);

    /** Several sockets may have the same port. */
    public static final int SO_REUSEPORT = Platform.number(15, 0x200);

    /** Receive the sender's credentials: unix(7). */
    public static final int SO_PASSCRED = Platform.number(16, NONE);

    /** The peer's {@code struct ucred}: unix(7). */
    public static final int SO_PEERCRED = Platform.number(17, NONE);

    /** How long a receive waits: {@code struct timeval}. */
    public static final int SO_RCVTIMEO = Platform.number(20, 0x1006);

    /** How long a send waits: {@code struct timeval}. */
    public static final int SO_SNDTIMEO = Platform.number(21, 0x1005);

    /** Whether the socket listens. */
    public static final int SO_ACCEPTCONN = Platform.number(30, 2);

    /** Receive the time of arrival: {@code struct timespec}. */
    public static final int SO_TIMESTAMPNS = Platform.number(35, NONE);

    /** The protocol of the socket. */
    public static final int SO_PROTOCOL = Platform.number(38, NONE);

    /** For how many microseconds a call asks the network device before it sleeps. */
    public static final int SO_BUSY_POLL = Platform.number(46, NONE);

    /** The domain of the socket. */
    public static final int SO_DOMAIN = Platform.number(39, NONE);

    /** How much memory the socket uses, and for what: numbers, see {@code linux/sock_diag.h}. */
    public static final int SO_MEMINFO = Platform.number(55, NONE);

    /** A descriptor of the peer's process: pidfd_open(2). */
    public static final int SO_PEERPIDFD = Platform.number(77, NONE);

    // Options of protocols

    /** Send small segments at once: tcp(7). */
    public static final int TCP_NODELAY = 1;

    /** How many bytes a segment carries at most: tcp(7). */
    public static final int TCP_MAXSEG = Platform.number(2, 2);

    /** Acknowledge at once. */
    public static final int TCP_QUICKACK = Platform.number(12, NONE);

    /** The algorithm that decides how much is sent ahead, by its name. */
    public static final int TCP_CONGESTION = Platform.number(13, NONE);

    /** After how many seconds without a byte the peer is asked whether it is there: tcp(7). */
    public static final int TCP_KEEPIDLE = Platform.number(4, 0x10);

    /** How many seconds are between two such questions. */
    public static final int TCP_KEEPINTVL = Platform.number(5, 0x101);

    /** How many of them without an answer break the connection. */
    public static final int TCP_KEEPCNT = Platform.number(6, 0x102);

    /** After how many milliseconds without an acknowledgement the connection is broken. */
    public static final int TCP_USER_TIMEOUT = Platform.number(18, NONE);

    /** What the kernel knows of a connection: {@code struct tcp_info}. */
    public static final int TCP_INFO = Platform.number(11, NONE);

    /** Split what is sent into datagrams of this size: udp(7). */
    public static final int UDP_SEGMENT = Platform.number(103, NONE);

    /** Receive several datagrams as one: udp(7). */
    public static final int UDP_GRO = Platform.number(104, NONE);

    /** DSCP and ECN of the packets that are sent: ip(7). */
    public static final int IP_TOS = Platform.number(1, 3);

    /** The same over IPv6: ipv6(7). */
    public static final int IPV6_TCLASS = Platform.number(67, 36);

    /** How large a packet to the peer may be, of which a connected socket knows: ip(7). */
    public static final int IP_MTU = Platform.number(14, NONE);

    /** The same over IPv6: ipv6(7). */
    public static final int IPV6_MTU = Platform.number(24, NONE);

    /** Whether an IPv6 socket refuses IPv4: ipv6(7). */
    public static final int IPV6_V6ONLY = Platform.number(26, 27);

    /** How long connect(2) waits, at the level AF_VSOCK, where it ignores SO_SNDTIMEO: {@code struct timeval}. */
    public static final int SO_VM_SOCKETS_CONNECT_TIMEOUT = Platform.number(6, NONE);

    // Ancillary messages: unix(7), cmsg(3)

    /** Descriptors. */
    public static final int SCM_RIGHTS = 1;

    /** The sender's {@code struct ucred}. */
    public static final int SCM_CREDENTIALS = Platform.number(2, NONE);

    /** The time of arrival. */
    public static final int SCM_TIMESTAMPNS = Platform.number(35, NONE);

    // Flags: send(2), recv(2)

    /** Leave the message in the queue. */
    public static final int MSG_PEEK = 2;

    /** Told by recvmsg: ancillary data did not fit. */
    public static final int MSG_CTRUNC = Platform.number(8, 0x20);

    /** Told by recvmsg: the message did not fit; given on Linux: return its real size. */
    public static final int MSG_TRUNC = Platform.number(0x20, 0x10);

    /** Do not wait. */
    public static final int MSG_DONTWAIT = Platform.number(0x40, 0x80);

    /** The end of a record. */
    public static final int MSG_EOR = Platform.number(0x80, 8);

    /** Wait until the buffer is full. */
    public static final int MSG_WAITALL = Platform.number(0x100, 0x40);

    /** No SIGPIPE. */
    public static final int MSG_NOSIGNAL = Platform.number(0x4000, 0x80000);

    /** recvmmsg: do not wait once one message has come. */
    public static final int MSG_WAITFORONE = Platform.number(0x10000, 0);

    /** Descriptors that are received are closed by execve(2). */
    public static final int MSG_CMSG_CLOEXEC = Platform.number(0x40000000, 0);

    // What shutdown(2) ends

    /** Receiving. */
    public static final int SHUT_RD = 0;

    /** Sending. */
    public static final int SHUT_WR = 1;

    /** Both. */
    public static final int SHUT_RDWR = 2;

    // Events of poll(2)

    /** There is something to receive. */
    public static final int POLLIN = 1;

    /** There is room to send. */
    public static final int POLLOUT = 4;

    /** An error is pending. */
    public static final int POLLERR = 8;

    /** The peer has closed. */
    public static final int POLLHUP = 0x10;

    /** The descriptor is not open. */
    public static final int POLLNVAL = 0x20;

    /** The peer sends no more. */
    public static final int POLLRDHUP = Platform.number(0x2000, 0);

    // getaddrinfo(3)

    /** No host means any interface. */
    public static final int AI_PASSIVE = 1;

    /** The host is an address. */
    public static final int AI_NUMERICHOST = 4;

    /** The service is a number. */
    public static final int AI_NUMERICSERV = Platform.number(0x400, 0x1000);

    /** No name server answered. */
    public static final int EAI_AGAIN = Platform.number(-3, 2);

    /** No such host or service. */
    public static final int EAI_NONAME = Platform.number(-2, 8);

    /** No such service for the type of socket. */
    public static final int EAI_SERVICE = Platform.number(-8, 9);

    // vsock(7)

    /** Any address of this machine. */
    public static final int VMADDR_CID_ANY = -1;

    /** This machine, by the loopback transport. */
    public static final int VMADDR_CID_LOCAL = Platform.number(1, NONE);

    /** The host of this virtual machine. */
    public static final int VMADDR_CID_HOST = 2;

    /** Any free port. */
    public static final int VMADDR_PORT_ANY = -1;

    private Constants() {}
}
