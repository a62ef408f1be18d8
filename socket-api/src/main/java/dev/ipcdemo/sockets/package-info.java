/**
 * Sockets in the words of the Berkeley API, as three small roles.
 *
 * <p>A {@link dev.ipcdemo.sockets.Listener} accepts, a {@link dev.ipcdemo.sockets.Connection} sends and receives, a
 * {@link dev.ipcdemo.sockets.PacketSocket} sends to and receives from. Roles come from a
 * {@link dev.ipcdemo.sockets.Transport}, which {@link dev.ipcdemo.sockets.Transports} finds by the scheme of an
 * {@link dev.ipcdemo.sockets.Endpoint}:
 *
 * <pre>{@code
 * Endpoint endpoint = Endpoint.parse("tcp://127.0.0.1:7000");
 * try (Connection connection = Transports.byScheme(endpoint.scheme()).connect(endpoint, Options.DEFAULT)) {
 *     connection.sendFully(buffer);
 * }
 * }</pre>
 *
 * <h2>What every role guarantees</h2>
 *
 * <ul>
 *   <li>Sizes are in bytes. The bytes between a buffer's position and limit are sent; received bytes are stored at its
 *       position. Direct buffers are not copied; heap buffers are copied once by the channel underneath.
 *   <li>A call on the hot path ({@code send}, {@code recv}, {@code sendTo}, {@code recvFrom}) allocates nothing and
 *       takes no lock of this API.
 *   <li>One thread may send while another receives. If two threads send (or receive) at once, the channel underneath
 *       lets one wait for the other, in no particular order.
 *   <li>{@code close} may be called from any thread and more than once; it ends a blocked call with a {@link
 *       dev.ipcdemo.sockets.SocketFailure} of kind {@link dev.ipcdemo.sockets.FailureKind#CLOSED CLOSED}.
 *   <li>Interrupting a thread in a blocked call closes the socket, as for every
 *       {@link java.nio.channels.InterruptibleChannel}.
 *   <li>Every failure is a {@link dev.ipcdemo.sockets.SocketFailure}: one sentence, and a kind to branch on.
 *   <li>No signature takes or returns {@code null}.
 * </ul>
 */
package dev.ipcdemo.sockets;
