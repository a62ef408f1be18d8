package dev.ipcdemo.demo.recording;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What a call changed in the kernel, for a picture of what the kernel holds: its queues, buffers and socket files. A call
 * that failed changed nothing, and of a call that no role has nothing is known.
 *
 * @param kind what the call did
 * @param socket what the timeline calls the socket, such as {@code connection #2}; unique for its side
 * @param local the endpoint of the socket, or of the listener that a connection was accepted from
 * @param peer the endpoint at the other end, of a call that has one
 * @param bytes how many were moved; −1 at the end of the stream; of many calls, how many made or took a connection
 * @param isMessage whether these bytes were one message, whose boundaries are kept
 */
public record Effect(Kind kind, String socket, String local, String peer, int bytes, boolean isMessage) {

    /** What a call did. */
    public enum Kind {
        /** Nothing that is known. */
        NONE,
        /** More than one entry of the timeline can tell. */
        MANY,
        /** Created a socket that listens. */
        LISTEN,
        /** Created a packet socket. */
        BIND,
        /** Created a connection, which now waits in a backlog. */
        CONNECT,
        /** Took a connection from the backlog. */
        ACCEPT,
        /** Handed bytes to the kernel. */
        SEND,
        /** Got bytes from the kernel. */
        RECV,
        /** Ended the stream to the peer. */
        SHUTDOWN,
        /** Closed a socket. */
        CLOSE,
        /** Closed a socket so that the peer sees a reset. */
        RESET,
        /** Closed a socket, and removed its socket file. */
        CLOSE_AND_UNLINK
    }

    static final Effect NOTHING = new Effect(Kind.NONE, "", "", "", 0, false);

    /** Many calls, of which so many made a connection or took one from a backlog. */
    static Effect ofMany(int connections) {
        return new Effect(Kind.MANY, "", "", "", connections, false);
    }

    /** A call on a socket as a whole. */
    static Effect on(Kind kind, Recorder.SocketName socket, String local, String peer) {
        return new Effect(kind, socket.toString(), local, peer, 0, false);
    }

    /** A call that moves bytes. */
    static Effect moved(Kind kind, Recorder.SocketName socket, String peer, int bytes, boolean isMessage) {
        return new Effect(kind, socket.toString(), "", peer, bytes, isMessage);
    }

    void write(DataOutput out) throws IOException {
        out.writeUTF(kind.name());
        out.writeUTF(socket);
        out.writeUTF(local);
        out.writeUTF(peer);
        out.writeInt(bytes);
        out.writeBoolean(isMessage);
    }

    static Effect read(DataInput in) throws IOException {
        return new Effect(
                Kind.valueOf(in.readUTF()), in.readUTF(), in.readUTF(), in.readUTF(), in.readInt(), in.readBoolean());
    }
}
