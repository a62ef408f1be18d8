package dev.ipcdemo.relay;

import dev.ipcdemo.sockets.SocketFailure;
import java.nio.ByteBuffer;

/**
 * Sees what a relay does. The methods are called by the threads that pass bytes on, several at once for different clients
 * and directions: they must not wait for long, and what they throw ends the client's connection, and nothing else.
 */
public interface RelayObserver {

    /** Takes no notice of anything. */
    RelayObserver NONE = new RelayObserver() {};

    /**
     * A client has come, and its target has been reached.
     *
     * @param client the client
     */
    default void opened(RelayClient client) {}

    /**
     * Bytes are about to be passed on: a message, or a piece of a stream, as its receiver will get it.
     *
     * @param client whose they are
     * @param direction which way they go
     * @param bytes the bytes; read-only, and valid during the call only
     */
    default void passing(RelayClient client, Direction direction, ByteBuffer bytes) {}

    /**
     * The end of the stream is about to be passed on.
     *
     * @param client whose
     * @param direction which way
     */
    default void ending(RelayClient client, Direction direction) {}

    /**
     * A message, or a piece of a stream, is not passed on: by a fault, or because there is no room for it, it is too large,
     * the target is not reached, or it cannot be sent. In that last case it has been {@linkplain #passing about to be passed
     * on} before.
     *
     * @param client whose it is
     * @param direction which way it would have gone
     * @param bytes the bytes; read-only, and valid during the call only
     * @param why a few words; of a fault, {@link Fault#why}
     */
    default void dropped(RelayClient client, Direction direction, ByteBuffer bytes, String why) {}

    /**
     * A fault was injected, other than one because of which bytes are {@linkplain #dropped dropped}.
     *
     * @param client whose connection or message it was
     * @param direction which way the bytes went
     * @param fault what was done
     * @param bytes the size of what it was done to
     */
    default void injected(RelayClient client, Direction direction, Fault fault, int bytes) {}

    /**
     * A client is gone; nothing more comes of it.
     *
     * @param client the client
     * @param why a few words
     */
    default void closed(RelayClient client, String why) {}

    /**
     * Something failed: the target cannot be reached, or a client cannot be accepted.
     *
     * @param failure what
     */
    default void failed(SocketFailure failure) {}
}
