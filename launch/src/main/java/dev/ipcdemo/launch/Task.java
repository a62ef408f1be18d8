package dev.ipcdemo.launch;

import java.util.List;

/**
 * What a peer does. Named in {@code META-INF/services/dev.ipcdemo.launch.Task}, with a public constructor without
 * arguments, so that a peer in another JVM can find it by its name.
 */
public interface Task {

    /**
     * The name to start it by.
     *
     * @return lower-case
     */
    String name();

    /**
     * Does it.
     *
     * @param link the line to the starter; closed by who called this
     * @param arguments what the starter gave
     * @throws Exception if it fails; the peer has to tell the starter itself what the starter should know
     */
    void run(Link link, List<String> arguments) throws Exception;
}
