package dev.ipcdemo.launch;

import dev.ipcdemo.demo.spi.Scope;
import java.io.IOException;
import java.util.List;
import java.util.ServiceLoader;

/** Starts peers. */
public final class Workers {

    private Workers() {}

    /**
     * Starts the other side on this host.
     *
     * @param scope in this JVM, or in another
     * @param task the name of what it does
     * @param arguments what the task gets
     * @return the running peer
     * @throws IOException if it cannot be started
     * @throws IllegalArgumentException for cross-host, which needs a {@link LaunchTarget}
     */
    public static Worker start(Scope scope, String task, List<String> arguments) throws IOException {
        return start(scope, task, arguments, List.of());
    }

    /**
     * Starts the other side, with options for its JVM if it gets one of its own.
     *
     * @param scope how far away
     * @param task the name of what it does
     * @param arguments what the task gets
     * @param jvmOptions beside those that every JVM of ours gets
     * @return the running peer
     * @throws IOException if it cannot be started
     */
    public static Worker start(Scope scope, String task, List<String> arguments, List<String> jvmOptions)
            throws IOException {
        return switch (scope) {
            case IN_PROCESS -> new ThreadWorker(find(task), arguments);
            case INTER_PROCESS -> new ProcessWorker(task, arguments, jvmOptions);
            case CROSS_HOST ->
                throw new IllegalArgumentException("a peer on another host is started by one of the LaunchTargets");
        };
    }

    static Task find(String name) {
        return ServiceLoader.load(Task.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(task -> task.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no task is called '" + name + "'"));
    }
}
