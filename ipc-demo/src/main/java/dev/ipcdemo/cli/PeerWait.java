package dev.ipcdemo.cli;

import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.SocketFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.security.Security;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Opens what needs a peer, again and again while the peer is not there yet. */
final class PeerWait {

    /** What a server that is being started does to its clients. */
    private static final Set<FailureKind> MAY_PASS = EnumSet.of(
            FailureKind.REFUSED,
            FailureKind.NOT_FOUND,
            FailureKind.UNKNOWN_HOST,
            FailureKind.UNREACHABLE,
            FailureKind.TIMEOUT);

    private static final long PAUSE_MS = 100;

    private final Duration limit;
    private final PrintWriter people;
    private final BooleanSupplier stopped;

    /** Something that needs the peer. */
    interface Opening<T> {
        T open() throws IOException;
    }

    /**
     * Is made before a host is looked up for the first time.
     *
     * @param limit counts from the first failure, because the first attempt alone may take longer; zero for one attempt,
     *     anything else for two at least
     * @param people are told of the first failure that may pass
     * @param stopped whether another attempt is no longer wanted
     */
    PeerWait(Duration limit, PrintWriter people, BooleanSupplier stopped) {
        this.limit = limit;
        this.people = people;
        this.stopped = stopped;
        if (!limit.isZero()) {
            // The JVM would believe for 10 s that there is no such host.
            Security.setProperty("networkaddress.cache.negative.ttl", "0");
        }
    }

    /** @throws SocketFailure what the last attempt failed by */
    <T> T open(Opening<T> opening) throws IOException {
        try {
            return opening.open();
        } catch (SocketFailure e) {
            if (limit.isZero() || !mayPass(e)) {
                throw e;
            }
            people.println("waiting: " + e.getMessage());
            people.flush();
            return openAgain(opening, e);
        }
    }

    private <T> T openAgain(Opening<T> opening, SocketFailure first) throws IOException {
        long beginNs = System.nanoTime();
        SocketFailure last = first;
        do {
            pause(last);
            try {
                return opening.open();
            } catch (SocketFailure e) {
                last = e;
            }
        } while (mayPass(last) && System.nanoTime() - beginNs < limit.toNanos());
        throw last;
    }

    private boolean mayPass(SocketFailure failure) {
        return MAY_PASS.contains(failure.kind()) && !stopped.getAsBoolean();
    }

    private static void pause(SocketFailure before) throws SocketFailure {
        try {
            Thread.sleep(PAUSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw before;
        }
    }
}
