package dev.ipcdemo.compare.result.row;

import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The effective options of the sockets: what they themselves say, by the names that the system has for them.
 *
 * @param client of the client's
 * @param server of the server's socket with the client; empty for a peer, which does not tell
 */
public record SocketOptions(Map<String, String> client, Map<String, String> server) {

    /** Of what is not a socket, or cannot tell. */
    public static final SocketOptions NONE = new SocketOptions(Map.of(), Map.of());

    /**
     * Some of them, for people.
     *
     * @param wanted decides by the name
     * @return such as {@code TCP_CONGESTION reno}; what the server has otherwise stands behind the client's
     */
    public String words(Predicate<String> wanted) {
        return Stream.concat(client.keySet().stream(), server.keySet().stream())
                .distinct()
                .filter(wanted)
                .sorted()
                .map(name -> name + " " + value(name))
                .collect(Collectors.joining(", "));
    }

    private String value(String name) {
        String here = client.getOrDefault(name, "unknown");
        String there = server.getOrDefault(name, "unknown");
        return here.equals(there) ? here : here + " (server: " + there + ")";
    }
}
