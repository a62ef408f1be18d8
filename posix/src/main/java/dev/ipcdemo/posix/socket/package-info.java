/**
 * The three roles of a socket, and the transports, on the calls in {@link dev.ipcdemo.posix}. A receive is one system call, as in
 * C, and so is a send; no call allocates, not even for a sender's address.
 *
 * <p>What {@code close} and an interrupt do to a call that waits in the kernel is in {@link
 * dev.ipcdemo.posix.socket.Descriptor}. Timeouts are SO_RCVTIMEO and SO_SNDTIMEO. A call that waits in a virtual thread pins its
 * carrier, so the transports ask for platform threads.
 */
package dev.ipcdemo.posix.socket;
