package dev.ipcdemo.service.server;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The end of a server's connections in order: each is ended as soon as it is at rest. For one thread. */
final class Drain {

    /**
     * For so long nothing has come or gone on a connection that is at rest. More than what TCP waits before it sends a lost
     * segment again, and a full window a probe: 200 ms at least (TCP_RTO_MIN of Linux), and twice that the next time.
     */
    private static final long AT_REST_NS = TimeUnit.SECONDS.toNanos(1);

    private final long atRestNs;
    private final Map<ConnectedPeer, Seen> seen = new HashMap<>();

    private record Seen(long signsOfLife, long sinceNs) {}

    /** @param limit how long it may take: a connection that is at rest from its beginning is not cut */
    Drain(Duration limit) {
        atRestNs = Math.min(AT_REST_NS, limit.toNanos() / 2);
    }

    /**
     * Ends those that are at rest now.
     *
     * @return how many are not
     */
    int endThoseAtRest(Collection<ConnectedPeer> peers, long nowNs) {
        int underWay = 0;
        for (ConnectedPeer peer : peers) {
            if (isAtRest(peer, nowNs)) {
                peer.end("the server ended");
            } else {
                underWay++;
            }
        }
        return underWay;
    }

    private boolean isAtRest(ConnectedPeer peer, long nowNs) {
        long signs = peer.signsOfLife();
        Seen last =
                seen.merge(peer, new Seen(signs, nowNs), (before, now) -> before.signsOfLife() == signs ? before : now);
        return !peer.isBeingServed() && !peer.isUnfinished() && nowNs - last.sinceNs() >= atRestNs;
    }
}
