package dev.ipcdemo.service.server;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The end of a server's connections in order: each is ended as soon as it is at rest. For one thread. */
final class Drain {

    /** For so long nothing has come or gone on a connection that is at rest. */
    private static final long AT_REST_NS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Map<ConnectedPeer, Seen> seen = new HashMap<>();

    private record Seen(long signsOfLife, long sinceNs) {}

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
        return !peer.isBeingServed() && !peer.isUnfinished() && nowNs - last.sinceNs() >= AT_REST_NS;
    }
}
