/**
 * What a socket family implements, and nothing that its users need beyond {@link dev.ipcdemo.sockets}.
 *
 * <p>A family is a module with an implementation of {@link dev.ipcdemo.sockets.spi.StreamTransport} or
 * {@link dev.ipcdemo.sockets.spi.PacketTransport} for each scheme, named in
 * {@code META-INF/services/dev.ipcdemo.sockets.spi.Transport}. One whose sockets are NIO channels finds the roles ready
 * in {@link dev.ipcdemo.sockets.spi.nio}; any other implements the three roles itself. Either way the contract suites in
 * this module's test-jar say whether it keeps the promises.
 */
package dev.ipcdemo.sockets.spi;
