/**
 * What the families share to implement a {@link dev.ipcdemo.sockets.Transport}; programs that use sockets do not need
 * it.
 *
 * <p>A family is a module with an implementation of {@link dev.ipcdemo.sockets.StreamTransport} or {@link
 * dev.ipcdemo.sockets.PacketTransport} for each scheme, named in {@code
 * META-INF/services/dev.ipcdemo.sockets.Transport}. If its sockets are NIO channels, {@link
 * dev.ipcdemo.sockets.spi.nio} has the three roles; otherwise the family implements them itself. Either way, the
 * contract suites in this module's test-jar check whether it behaves as specified.
 */
package dev.ipcdemo.sockets.spi;
