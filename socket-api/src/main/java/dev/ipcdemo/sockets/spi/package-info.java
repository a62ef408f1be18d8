/**
 * What the families share when they implement a {@link dev.ipcdemo.sockets.Transport}; users of sockets need none of it.
 *
 * <p>A family is a module with an implementation of {@link dev.ipcdemo.sockets.StreamTransport} or
 * {@link dev.ipcdemo.sockets.PacketTransport} for each scheme, named in
 * {@code META-INF/services/dev.ipcdemo.sockets.Transport}. One whose sockets are NIO channels finds the roles ready
 * in {@link dev.ipcdemo.sockets.spi.nio}; any other implements the three roles itself. Either way the contract suites in
 * this module's test-jar say whether it keeps the promises.
 */
package dev.ipcdemo.sockets.spi;
