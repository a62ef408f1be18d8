package dev.ipcdemo.launch.container;

import java.io.IOException;

/** The libraries that talk to an engine. The image of ipc-demo goes without them, because no engine is in a container. */
public final class EngineClient {

    private static final String NEEDED = "com.github.dockerjava.api.DockerClient";

    private EngineClient() {}

    /**
     * To be called before any other class of this package is used, since most of them cannot be loaded otherwise.
     *
     * @throws IOException if the libraries are not on the class path; the message says what to do
     */
    public static void require() throws IOException {
        require(NEEDED);
    }

    static void require(String className) throws IOException {
        try {
            Class.forName(className, false, EngineClient.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IOException(
                    "this copy of ipc-demo cannot talk to a container engine, because its container image leaves out the"
                            + " libraries for that: run this command outside the container, with the ipc-demo that made"
                            + " the image",
                    e);
        }
    }
}
