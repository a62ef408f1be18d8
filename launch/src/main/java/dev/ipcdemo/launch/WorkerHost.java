package dev.ipcdemo.launch;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** Where peers run one after the other, each in a fresh JVM: this host, or a container that stays while they come and go. */
public interface WorkerHost extends Closeable {

    /**
     * Starts a peer.
     *
     * @param task the name of what it does
     * @param arguments what the task gets
     * @param jvmOptions beside those that every JVM of ours gets
     * @return the running peer
     * @throws IOException if it cannot be started
     */
    Worker start(String task, List<String> arguments, List<String> jvmOptions) throws IOException;

    /** Removes what was set up for the peers, which must be closed before. */
    @Override
    void close();
}
