/**
 * AF_UNIX: SOCK_STREAM on the JDK's channels (JEP 380), and SOCK_STREAM, SOCK_DGRAM and SOCK_SEQPACKET on junixsocket,
 * which also supports abstract names. See unix(7).
 *
 * <p>Pitfalls of the two libraries that this package hides from its users:
 *
 * <ul>
 *   <li>The JDK leaves the socket file behind; junixsocket removes whatever is at the path. {@link
 *       dev.ipcdemo.sockets.spi.nio.SocketFile} removes it for both, once, and only the file that was bound.
 *   <li>junixsocket's bind replaces a regular file, even with {@code setReuseAddress(false)}, and makes a socket file
 *       accessible to everybody. So bind(2) is called without it.
 *   <li>junixsocket's non-blocking connect reports success when the backlog is full; see {@link
 *       dev.ipcdemo.unix.Retry}.
 *   <li>junixsocket makes no system call for an empty message, and has no half-close for SOCK_SEQPACKET.
 *   <li>It closes a socket that sent a datagram to a receiver that is gone.
 *   <li>It pads the abstract name of a datagram's sender with NULs, so that an answer would not reach it.
 *   <li>Closing one of its listeners during an accept leaves a socket open if the socket file is gone; and closing a
 *       datagram socket does not wake a thread that waits for room in the receiver's queue.
 * </ul>
 *
 * <p>One remains: two addresses of junixsocket are {@code equal} when their names differ only in case. Compare
 * endpoints.
 */
package dev.ipcdemo.unix;
