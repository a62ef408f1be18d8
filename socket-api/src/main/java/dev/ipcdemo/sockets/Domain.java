package dev.ipcdemo.sockets;

/**
 * The domain (address family) of a socket: how its address looks, and how far it reaches.
 *
 * <p>The constants have the names that <a href="https://man7.org/linux/man-pages/man2/socket.2.html">socket(2)</a> and
 * <a href="https://man7.org/linux/man-pages/man7/address_families.7.html">address_families(7)</a> give them; only those
 * that a transport here uses are listed.
 */
public enum Domain {
    /** IPv4: a 32-bit host address and a 16-bit port. Reaches any host. */
    AF_INET,
    /** IPv6: a 128-bit host address, an optional scope, and a 16-bit port. Reaches any host. */
    AF_INET6,
    /** A path in a file system, or on Linux an abstract name. Reaches any process under the same kernel. */
    AF_UNIX,
    /** A machine's context identifier and a 32-bit port. Reaches between a virtual machine and its host. */
    AF_VSOCK
}
