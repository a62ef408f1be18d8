package dev.ipcdemo.cluster.request;

import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.Transports;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What is to be measured in a cluster.
 *
 * @param namespace where the pods run
 * @param nodes on which nodes
 * @param networks over which networks; each pair is measured over one after the other
 * @param transports their schemes; those of AF_UNIX are measured within each node only
 * @param compareOptions options of {@code ipc-demo compare} that say what is measured for each pair
 * @param pods what the pods are made of
 * @param firstPort where the servers listen: the first transport here, each further one on the port behind it
 * @param mostPairs how many pairs of different nodes are measured at most; a sample if there are more
 * @param atOnce how many pairs are measured at once at most
 * @param pairTimeout how long the measurement of one pair may take once its pod runs
 */
public record ClusterRequest(
        String namespace,
        NodeChoice nodes,
        List<PodNetwork> networks,
        List<String> transports,
        List<String> compareOptions,
        PodOptions pods,
        int firstPort,
        long mostPairs,
        int atOnce,
        Duration pairTimeout) {

    /** Of transports between nodes, and within each. */
    private static final Set<Domain> DOMAINS = Set.of(Domain.AF_INET, Domain.AF_INET6, Domain.AF_UNIX);

    /**
     * Checks that something can be measured, as far as that can be told before a cluster is asked.
     *
     * @param namespace where the pods run
     * @param nodes on which nodes
     * @param networks over which networks; each pair is measured over one after the other
     * @param transports their schemes; those of AF_UNIX are measured within each node only
     * @param compareOptions options of {@code ipc-demo compare} that say what is measured for each pair
     * @param pods what the pods are made of
     * @param firstPort where the servers listen: the first transport here, each further one on the port behind it
     * @param mostPairs how many pairs of different nodes are measured at most; a sample if there are more
     * @param atOnce how many pairs are measured at once at most
     * @param pairTimeout how long the measurement of one pair may take once its pod runs
     * @throws IllegalArgumentException if there is no network or transport, a transport is not known or connects no nodes,
     *     there are several networks and no transport crosses them, a port does not exist, or a number or time is not positive
     */
    public ClusterRequest {
        networks = networks.stream().distinct().toList();
        transports = transports.stream().distinct().toList();
        compareOptions = List.copyOf(compareOptions);
        if (networks.isEmpty() || transports.isEmpty()) {
            throw new IllegalArgumentException("a comparison in a cluster needs a network and a transport");
        }
        transports.forEach(ClusterRequest::requireReach);
        long ports = transports.stream().filter(scheme -> !isWithinNode(scheme)).count();
        if (ports == 0 && networks.size() > 1) {
            throw new IllegalArgumentException("several networks make no difference to " + String.join(",", transports)
                    + ": choose one, or add a transport such as tcp");
        }
        if (firstPort < 1 || firstPort + Math.max(1, ports) - 1 > 65_535) {
            throw new IllegalArgumentException("ports go from 1 to 65535: " + firstPort
                    + (ports > 1 ? " and " + (ports - 1) + " more do not fit" : " does not fit"));
        }
        if (mostPairs < 1) {
            throw new IllegalArgumentException("at least one pair of nodes is measured, not " + mostPairs);
        }
        if (atOnce < 1) {
            throw new IllegalArgumentException("at least one pair is measured at once, not " + atOnce);
        }
        if (pairTimeout.isZero() || pairTimeout.isNegative()) {
            throw new IllegalArgumentException("the measurement of a pair takes some time, and may not take none");
        }
    }

    /**
     * The transports that reach other nodes.
     *
     * @return their schemes
     */
    public List<String> acrossNodes() {
        return transports.stream().filter(scheme -> !isWithinNode(scheme)).toList();
    }

    /**
     * The transports that need a common directory.
     *
     * @return their schemes
     */
    public List<String> withinNode() {
        return transports.stream().filter(ClusterRequest::isWithinNode).toList();
    }

    private static void requireReach(String scheme) {
        if (!DOMAINS.containsAll(Transports.byScheme(scheme).domains())) {
            throw new IllegalArgumentException(
                    scheme + " does not connect nodes: choose transports of AF_INET, AF_INET6 or AF_UNIX");
        }
    }

    private static boolean isWithinNode(String scheme) {
        return Transports.byScheme(scheme).domains().contains(Domain.AF_UNIX);
    }

    /**
     * Where the server of a transport listens.
     *
     * @param scheme one that reaches other nodes
     * @return a port
     */
    public int port(String scheme) {
        return firstPort + acrossNodes().indexOf(scheme);
    }
}
