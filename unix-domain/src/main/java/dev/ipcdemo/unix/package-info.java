/**
 * AF_UNIX: SOCK_STREAM by the JDK's channels (JEP 380), and SOCK_STREAM, SOCK_DGRAM and SOCK_SEQPACKET by junixsocket,
 * which knows abstract names too. See unix(7).
 *
 * <p>Traps of either library that are dealt with here, so that nobody else meets them:
 *
 * <ul>
 *   <li>The JDK leaves the socket file behind; junixsocket removes whatever has its name. {@link
 *       dev.ipcdemo.unix.SocketFile} does it for both, once and only for what was bound.
 *   <li>junixsocket's bind replaces a regular file, even with {@code setReuseAddress(false)}.
 *   <li>A connect without waiting claims success in junixsocket when the backlog is full; see {@link
 *       dev.ipcdemo.unix.Retry}.
 *   <li>junixsocket makes no system call for an empty message, and has no half-close for SOCK_SEQPACKET.
 *   <li>It gives up the socket by which a datagram was sent to somebody who is gone.
 *   <li>It pads the abstract name of a datagram's sender with NULs, so that an answer would go nowhere.
 *   <li>Closing one of its listeners while somebody accepts leaves a socket open if the socket file is gone; and what
 *       waits for room at the receiver of a datagram is not woken by closing the sender.
 * </ul>
 *
 * <p>And one that is not: two addresses of junixsocket are {@code equal} when their names differ only in case. Compare
 * endpoints.
 */
package dev.ipcdemo.unix;
