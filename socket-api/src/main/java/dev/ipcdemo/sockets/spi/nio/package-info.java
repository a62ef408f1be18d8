/**
 * The three roles over NIO channels, shared by every family whose sockets are channels, be they the JDK's or
 * junixsocket's: what differs between two families is then the channel alone, which makes comparing them fair.
 *
 * <p>A call costs what the channel's own call costs plus a branch. Timeouts cost more: with one, the channel is switched
 * to non-blocking mode, and a call that finds nothing there waits in a {@link java.nio.channels.Selector} of its own
 * (one more system call), because a blocking channel knows no timeout.
 */
package dev.ipcdemo.sockets.spi.nio;
