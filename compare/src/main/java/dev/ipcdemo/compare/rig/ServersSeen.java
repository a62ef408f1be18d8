package dev.ipcdemo.compare.rig;

import dev.ipcdemo.compare.machine.CpuThrottling;
import dev.ipcdemo.compare.result.Elsewhere;
import dev.ipcdemo.compare.wire.HandshakeMessage;
import dev.ipcdemo.compare.wire.ServerIdentity;
import dev.ipcdemo.sockets.Endpoint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who has answered at one endpoint in the course of a comparison: one server, if all is well. For one thread. */
final class ServersSeen {

    private final Endpoint endpoint;
    private final Map<Long, HandshakeMessage.Welcome> firsts = new LinkedHashMap<>();
    private final Map<Long, CpuThrottling> before = new LinkedHashMap<>();
    private final Map<Long, CpuThrottling> after = new LinkedHashMap<>();
    private final Set<Long> inRound = new HashSet<>();
    private int others;
    private int othersInRound;

    /** @param first what the server said that was greeted first */
    ServersSeen(Endpoint endpoint, HandshakeMessage.Welcome first) {
        this.endpoint = endpoint;
        saw(first);
    }

    /** Takes what a server said when it welcomed a client. */
    void saw(HandshakeMessage.Welcome welcome) {
        long instance = welcome.server().instance();
        firsts.putIfAbsent(instance, welcome);
        inRound.add(instance);
        before.putIfAbsent(instance, welcome.state().throttling());
        after.put(instance, welcome.state().throttling());
        othersInRound = Math.max(othersInRound, welcome.state().otherComparisons());
        others = Math.max(others, othersInRound);
    }

    /** What is seen from now on belongs to a round. */
    void beginRound() {
        inRound.clear();
        before.clear();
        after.clear();
        othersInRound = 0;
    }

    /** What disturbed the round, in clauses. */
    List<String> disturbances() {
        List<String> found = new ArrayList<>();
        if (inRound.size() > 1) {
            found.add(inRound.size() + " servers answered as " + endpoint);
        } else if (inRound.stream()
                .anyMatch(instance -> instance != first().server().instance())) {
            found.add("another server than before answered as " + endpoint);
        }
        if (othersInRound > 0) {
            found.add(othersInRound + (othersInRound == 1 ? " other comparison" : " other comparisons")
                    + " measured with " + endpoint);
        }
        before.forEach((instance, then) -> {
            CpuThrottling throttling = after.get(instance).since(then);
            if (throttling.isAny()) {
                found.add(throttling.of("the server at " + endpoint));
            }
        });
        return found;
    }

    /** What the server said that answered first. */
    HandshakeMessage.Welcome first() {
        return firsts.values().iterator().next();
    }

    /** @param lost why nobody answers any more; empty if all is well */
    Elsewhere describe(String lost) {
        return Elsewhere.peer(
                endpoint.toString(),
                first().environment(),
                lost,
                firsts.values().stream().map(ServersSeen::server).toList(),
                others);
    }

    private static Elsewhere.Server server(HandshakeMessage.Welcome welcome) {
        ServerIdentity identity = welcome.server();
        double load = welcome.state().load();
        return new Elsewhere.Server(
                String.format("%016x", identity.instance()),
                identity.host(),
                named(identity.node()),
                named(identity.pod()),
                load < 0 ? Optional.empty() : Optional.of(load));
    }

    private static Optional<String> named(String name) {
        return Optional.of(name).filter(text -> !text.isEmpty());
    }
}
