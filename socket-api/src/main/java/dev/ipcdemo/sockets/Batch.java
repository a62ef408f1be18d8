package dev.ipcdemo.sockets;

import java.nio.ByteBuffer;

/**
 * Several messages that one system call hands to the kernel, or takes from it. Comes from {@link Connection#sendBatch} or {@link
 * Connection#recvBatch}, and has memory of its own for each message. Reuse it: sending and receiving allocate nothing. For one
 * thread at a time; another thread may send or receive with another batch of the same connection.
 */
public interface Batch {

    /**
     * How many messages it holds.
     *
     * @return the number that it was created for
     */
    int messages();

    /**
     * A message.
     *
     * @param index its number, from 0
     * @return a direct buffer that holds the message from 0 to its limit
     */
    ByteBuffer message(int index);

    /**
     * Which system calls it makes, and which options of the protocol help them.
     *
     * @return for people, such as {@code sendmmsg with UDP_SEGMENT}
     */
    String calls();

    /** Messages to send. */
    interface Outgoing extends Batch {

        /**
         * Sends messages, each from 0 to the limit of its buffer: one sendmmsg(2). Over UDP the kernel takes messages of one size as
         * one buffer, if it can, and segments that as late as possible (UDP_SEGMENT). Waits while there is no room, as {@link
         * Connection#send} does.
         *
         * @param first the number of the first message to send
         * @param count how many to send, at least one
         * @return how many of them were sent, in their order; 0 on a non-blocking connection without room for the first
         * @throws SocketFailure as {@link Connection#send} if not even the first could be sent. Datagrams may be empty
         */
        int send(int first, int count) throws SocketFailure;
    }

    /** Messages that were received. */
    interface Incoming extends Batch {

        /**
         * Receives: one recvmmsg(2). Waits until a message has arrived, as {@link Connection#recv} does, and takes what has arrived
         * by then, but no more messages than this holds. Messages that the kernel has joined again (UDP_GRO) are separate here.
         *
         * @return how many messages were received, which are valid until the next call; -1 at the end of the stream; 0 on a
         *     non-blocking connection when nothing has arrived
         * @throws SocketFailure as {@link Connection#recv}
         */
        int recv() throws SocketFailure;

        /**
         * How many bytes a message had when it was sent.
         *
         * @param index its number, from 0
         * @return more than its buffer holds if it did not fit, and the rest was lost
         */
        int sentBytes(int index);
    }
}
