package dev.ipcdemo.launch;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * Where workers run one after the other, each in a fresh JVM: this host, or a container that stays while they come and go.
 */
public interface WorkerHost extends Closeable {

    /**
     * Starts a worker with the runtime and the classes of this JVM.
     *
     * @param task the name of the {@link Task} it runs
     * @param jvmOptions options for its JVM, in addition to those that every JVM of ours gets
     * @return the running worker
     * @throws IOException if it cannot be started
     */
    default Worker start(String task, List<String> jvmOptions) throws IOException {
        return start(task, JvmSource.THIS, jvmOptions);
    }

    /**
     * Starts a worker.
     *
     * @param task the name of the {@link Task} it runs
     * @param source the runtime and the classes; a container has only its own
     * @param jvmOptions options for its JVM, in addition to those that every JVM of ours gets
     * @return the running worker
     * @throws IOException if it cannot be started
     */
    Worker start(String task, JvmSource source, List<String> jvmOptions) throws IOException;

    /** Removes what was set up for the workers, which must be closed before. */
    @Override
    void close();
}
