package dev.ipcdemo.containers;

import dev.ipcdemo.sockets.Connection;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.SocketFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.BitSet;

/**
 * Numbered datagrams to a server that echoes them, and which of them come back. They are sent in windows that fit into every
 * queue on the way, so whatever is missing was dropped on purpose, however long a process on the way waits for a CPU.
 */
final class Flood {

    private static final int WINDOW = 50;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

    private final Connection connection;
    private final BitSet received = new BitSet();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(Integer.BYTES);
    private int sent;
    private int duplicates;

    /**
     * @param connection its receive timeout is the least time that is waited for a datagram
     */
    Flood(Connection connection) {
        this.connection = connection;
    }

    /** Sends at least as many, and returns when nothing of them is under way any more. */
    String run(int messages, Duration limit) throws IOException {
        long startNs = System.nanoTime();
        while (sent < messages) {
            for (int i = 0; i < WINDOW; i++) {
                send();
            }
            settle(startNs, limit);
        }
        return "sent " + sent + " received " + received.cardinality() + " duplicates " + duplicates;
    }

    private void send() throws IOException {
        connection.sendFully(buffer.clear().putInt(sent).flip());
        sent++;
    }

    /** Sends more until the last one comes back: those before it have come by then, or never will. */
    private void settle(long startNs, Duration limit) throws IOException {
        Duration pause = FIRST_PAUSE;
        do {
            if (System.nanoTime() - startNs > limit.toNanos()) {
                throw new IOException("nothing has come back of the last of " + sent + " datagrams");
            }
            send();
            pause = pause.multipliedBy(2); // so that not too many are under way
        } while (!comesBack(sent - 1, pause));
    }

    private boolean comesBack(int number, Duration limit) throws IOException {
        long startNs = System.nanoTime();
        while (!received.get(number) && System.nanoTime() - startNs < limit.toNanos()) {
            try {
                connection.recv(buffer.clear());
                int echoed = buffer.flip().getInt();
                duplicates += received.get(echoed) ? 1 : 0;
                received.set(echoed);
            } catch (SocketFailure e) {
                if (e.kind() != FailureKind.TIMEOUT) {
                    throw e;
                }
            }
        }
        return received.get(number);
    }
}
