package dev.ipcdemo.compare.rig;

import dev.ipcdemo.compare.carrier.Idle;
import dev.ipcdemo.compare.pattern.Payload;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Cpus;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.compare.wire.Handshake;
import dev.ipcdemo.compare.wire.PeerChannel;
import dev.ipcdemo.compare.wire.SessionTerms;
import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Options;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/**
 * Finds out whether a path to a peer carries small packets and loses large ones without a word: a path MTU black hole, over
 * which a greeting and a few messages go well, and all others hang.
 */
final class PathCheck {

    /** As large as a greeting, which has gone through. */
    private static final int SMALL = Handshake.GREETING_BYTES;

    /** Takes packets as large as the interface of this host sends, whatever the transport. */
    private static final int LARGE = 4096;

    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final int ATTEMPTS = 3;
    private static final int SESSION_MILLIS = 10_000;

    private PathCheck() {}

    /**
     * Sends messages of two sizes, and waits for their replies.
     *
     * @param comparison its number, by which the server knows its sessions
     * @return a clause that says that the large ones are lost; nothing if both arrive, or neither does
     */
    static Optional<String> loss(Endpoint endpoint, long comparison) {
        return replies(endpoint, comparison, SMALL) && !replies(endpoint, comparison, LARGE)
                ? Optional.of("large packets are lost on the way to " + endpoint + ": a message of " + SMALL
                        + " bytes is answered, one of " + LARGE + " is not (a path MTU black hole: lower the MTU of the"
                        + " route, or for TCP set net.ipv4.tcp_mtu_probing to 1)")
                : Optional.empty();
    }

    /** More than once, because a network may lose some of any size. */
    private static boolean replies(Endpoint endpoint, long comparison, int bytes) {
        for (int i = 0; i < ATTEMPTS; i++) {
            if (repliesOnce(endpoint, comparison, bytes)) {
                return true;
            }
        }
        return false;
    }

    private static boolean repliesOnce(Endpoint endpoint, long comparison, int bytes) {
        Cell cell =
                Cell.of(Pattern.ROUND_TRIP, endpoint.scheme(), Scope.CROSS_HOST).with(Cell.MESSAGE_BYTES, bytes);
        SessionTerms terms = SessionTerms.of(comparison, cell, Settings.DEFAULT, SESSION_MILLIS);
        Options options = Options.DEFAULT.with(Options.RECV_TIMEOUT, LIMIT);
        try (PeerChannel channel = PeerChannel.open(endpoint, terms, options, Idle.on(Cpus.FREE), welcome -> {})) {
            ByteBuffer message = Payload.message(bytes);
            new Payload(bytes).writeRequest(message, 0);
            channel.send(message);
            return channel.receive(ByteBuffer.allocateDirect(bytes + 1)) == bytes;
        } catch (IOException e) {
            return false;
        }
    }
}
