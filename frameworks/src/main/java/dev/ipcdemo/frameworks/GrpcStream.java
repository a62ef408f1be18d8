package dev.ipcdemo.frameworks;

import dev.ipcdemo.compare.carrier.MessageChannel;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Queue;

/** The client's end of one bidirectional call. Closing it ends the connection, too. */
final class GrpcStream extends ClientCall.Listener<byte[]> implements MessageChannel {

    private final CallbackExecutor callbacks = new CallbackExecutor();
    private final ManagedChannel connection;
    private final ClientCall<byte[], byte[]> call;
    private final Queue<byte[]> received = new ArrayDeque<>();
    private Status status = Status.UNKNOWN;
    private boolean ended;
    private volatile boolean closed;

    GrpcStream(ManagedChannel connection, MethodDescriptor<byte[], byte[]> method) {
        this.connection = connection;
        call = connection.newCall(method, CallOptions.DEFAULT.withExecutor(callbacks));
        call.start(this, new Metadata());
        call.request(1);
    }

    @Override
    public void onMessage(byte[] message) {
        received.add(message);
        call.request(1);
    }

    @Override
    public void onClose(Status how, Metadata trailers) {
        status = how;
        ended = true;
    }

    /** Waits while gRPC has more than 32 KiB that it has not written yet. */
    @Override
    public void send(ByteBuffer message) throws IOException {
        callbacks.runUntil(() -> call.isReady() || ended || closed);
        requireOpen();
        try {
            call.sendMessage(CallingChannel.bytes(message));
        } catch (IllegalStateException e) { // closed by another thread meanwhile
            throw new IOException("the call has ended", e);
        }
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        if (ended) {
            throw new IOException("the call has ended: " + status);
        }
    }

    @Override
    public int receive(ByteBuffer buffer) throws IOException {
        callbacks.runUntil(() -> !received.isEmpty() || ended || closed);
        if (received.isEmpty()) {
            if (!closed && status.isOk()) {
                return -1;
            }
            requireOpen();
        }
        return CallingChannel.put(received.remove(), buffer);
    }

    /** What was sent arrives before the end does. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            call.halfClose();
            connection.shutdown();
            callbacks.wake();
        }
    }
}
