package dev.ipcdemo.compare.wire;

import dev.ipcdemo.sockets.HostNames;
import dev.ipcdemo.sockets.SocketFailure;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Map;

/**
 * Who a server of the measure service is, so that a client notices when another one answers in its place.
 *
 * @param instance a random number that the server has chosen at its start
 * @param host the name of its host, which in a container is the container's; empty if it does not know
 * @param node the cluster's node that it runs on; empty if it does not know
 * @param pod its pod; empty if it does not know
 */
public record ServerIdentity(long instance, String host, String node, String pod) {

    /** The environment variable that tells a server its node: {@code spec.nodeName} of the downward API. */
    public static final String NODE_VARIABLE = "NODE_NAME";

    /** The environment variable that tells a server its pod: {@code metadata.name} of the downward API. */
    public static final String POD_VARIABLE = "POD_NAME";

    /** The longest name of each kind. */
    private static final int MAX_NAME_BYTES = 80;

    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * A server that starts now.
     *
     * @param environment variables, such as those of this process
     * @return one that differs from every other
     */
    public static ServerIdentity ofNewServer(Map<String, String> environment) {
        return new ServerIdentity(
                RANDOM.nextLong(),
                nameOfHost(),
                environment.getOrDefault(NODE_VARIABLE, ""),
                environment.getOrDefault(POD_VARIABLE, ""));
    }

    private static String nameOfHost() {
        try {
            return HostNames.local();
        } catch (SocketFailure e) {
            return ""; // it has none
        }
    }

    void write(ByteBuffer out) {
        out.putLong(instance);
        HandshakeMessage.writeText(out, host, MAX_NAME_BYTES);
        HandshakeMessage.writeText(out, node, MAX_NAME_BYTES);
        HandshakeMessage.writeText(out, pod, MAX_NAME_BYTES);
    }

    static ServerIdentity read(ByteBuffer in) {
        return new ServerIdentity(
                in.getLong(),
                HandshakeMessage.readText(in),
                HandshakeMessage.readText(in),
                HandshakeMessage.readText(in));
    }
}
