/**
 * What the rig and its measuring JVMs say to each other, and what a comparison and a server of the measure service do: typed
 * messages, their bytes and their bounds.
 *
 * <p>Between the rig and its JVMs, {@link dev.ipcdemo.compare.wire.Request}s and {@link dev.ipcdemo.compare.wire.Reply}s go over
 * a {@link dev.ipcdemo.launch.MessageLink}. Between a comparison and a server that somebody started elsewhere, {@link
 * dev.ipcdemo.compare.wire.HandshakeMessage}s, {@link dev.ipcdemo.compare.wire.PeerRequest}s and {@link
 * dev.ipcdemo.compare.wire.PeerReport}s go over the network, in the protocol of docs/measuring.md: a {@link
 * dev.ipcdemo.compare.wire.PeerChannel} is the client of it, a {@link dev.ipcdemo.compare.wire.Handshake} and its {@link
 * dev.ipcdemo.compare.wire.MeasureSession}s are the server. Knows nothing of rounds, placement or statistics.
 */
package dev.ipcdemo.compare.wire;
