package dev.ipcdemo.compare.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.ipcdemo.demo.spi.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is measured on beside this host.
 *
 * @param scope the scope whose rows were measured there
 * @param where the place, for people
 * @param environment its kernel, CPUs, Java runtime and libraries, for people
 * @param lost why nobody answered there any more at the end; empty if all is well
 * @param peer the endpoint of a server that somebody else started; absent for containers of ours
 * @param kernel its kernel; absent if it does not say
 * @param servers the servers of a peer that answered, in the order in which they did; more than one if its name stands for
 *     several, or if one took another's place; empty for containers, and in older reports
 * @param otherComparisons with how many others at most a peer has measured at the same time
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Elsewhere(
        Scope scope,
        String where,
        String environment,
        String lost,
        Optional<String> peer,
        Optional<String> kernel,
        @JsonSetter(nulls = Nulls.AS_EMPTY) List<Server> servers, // older files do not have it
        int otherComparisons) {

    /**
     * A server of the measure service.
     *
     * @param instance what it has chosen at its start, so that another one is known for another
     * @param host the name of its host, which in a container is the container's; empty if it does not know
     * @param node the cluster's node that it runs on; absent if it does not know
     * @param pod its pod; absent if it does not know
     * @param load how many processes of its machine wanted to run in the last minute, when it answered first; absent if it
     *     does not know
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Server(
            String instance, String host, Optional<String> node, Optional<String> pod, Optional<Double> load) {

        /**
         * Where it is and how busy that is, for people.
         *
         * @return such as {@code host a, node n1, load 0.3}
         */
        public String words() {
            return Stream.of(
                            Optional.of(host).filter(name -> !name.isEmpty()).map(name -> "host " + name),
                            node.map(name -> "node " + name),
                            pod.filter(name -> !name.equals(host)).map(name -> "pod " + name),
                            load.map(figure -> String.format(Locale.ROOT, "load %.1f", figure)))
                    .flatMap(Optional::stream)
                    .collect(Collectors.joining(", "));
        }
    }

    /**
     * Containers that were started for this comparison.
     *
     * @param where the place, for people
     * @param environment what {@link Environment#line} says there
     * @return where cross-host is measured
     */
    public static Elsewhere containers(String where, String environment) {
        return new Elsewhere(
                Scope.CROSS_HOST,
                where,
                environment,
                "",
                Optional.empty(),
                Environment.kernelIn(environment),
                List.of(),
                0);
    }

    /**
     * A server that somebody else started.
     *
     * @param endpoint where it listens
     * @param environment what {@link Environment#line} says there
     * @param lost why it did not answer any more at the end; empty if all is well
     * @param servers who answered
     * @param otherComparisons how many others measured there at the same time
     * @return where the rows of its transport are measured
     */
    public static Elsewhere peer(
            String endpoint, String environment, String lost, List<Server> servers, int otherComparisons) {
        return new Elsewhere(
                Scope.CROSS_HOST,
                "peer " + endpoint,
                environment,
                lost,
                Optional.of(endpoint),
                Environment.kernelIn(environment),
                servers,
                otherComparisons);
    }

    /**
     * Where it is, with what its first server says of itself.
     *
     * @return such as {@code peer tcp://h:7000 (host h, load 0.3)}
     */
    public String place() {
        return where
                + servers.stream()
                        .findFirst()
                        .map(Server::words)
                        .filter(words -> !words.isEmpty())
                        .map(words -> " (" + words + ")")
                        .orElse("");
    }

    /**
     * What makes the figures from there doubtful.
     *
     * @return sentences; none if all is well
     */
    public List<String> doubts() {
        List<String> doubts = new ArrayList<>();
        if (!hasAnsweredToTheEnd()) {
            doubts.add("Lost " + where + " before the end: " + lost + ".");
        }
        if (servers.size() > 1) {
            doubts.add(servers.size() + " servers answered as " + where + " ("
                    + servers.stream()
                            .map(server -> server.instance() + (server.host().isEmpty() ? "" : " on " + server.host()))
                            .collect(Collectors.joining(", "))
                    + "): its name stands for several, or one was restarted; its rows mix what they measured.");
        }
        if (otherComparisons > 0) {
            doubts.add(otherComparisons + (otherComparisons == 1 ? " other comparison" : " other comparisons")
                    + " measured with " + where + " at the same time.");
        }
        return doubts;
    }

    /**
     * Whether it was still there at the end.
     *
     * @return false if it was lost
     */
    public boolean hasAnsweredToTheEnd() {
        return lost.isEmpty();
    }
}
