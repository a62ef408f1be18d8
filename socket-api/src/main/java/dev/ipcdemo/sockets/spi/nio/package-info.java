/**
 * The three roles on top of NIO channels, for every family whose sockets are channels, of the JDK or of junixsocket.
 * Two families then differ only in the channel, which makes a comparison fair.
 *
 * <p>A call costs as much as the channel's own call plus a branch. A timeout costs more: a blocking channel has none,
 * so the channel is switched to non-blocking mode, and a call that has to wait does so in a {@link
 * java.nio.channels.Selector} (one more system call).
 */
package dev.ipcdemo.sockets.spi.nio;
