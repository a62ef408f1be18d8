package dev.ipcdemo.launch;

import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.sockets.LocalAddresses;
import dev.ipcdemo.sockets.SocketFailure;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/**
 * This host, where nothing has to be set up.
 *
 * @param scope in-process for threads of this JVM, inter-process for other JVMs
 */
record LocalTarget(Scope scope) implements LaunchTarget {

    LocalTarget {
        switch (scope) {
            case IN_PROCESS -> {}
            case INTER_PROCESS -> ClassPath.remember();
            case CROSS_HOST -> throw new IllegalArgumentException("this host is one host");
        }
    }

    @Override
    public Worker start(String role, String task, Consumer<String> log) throws IOException {
        return start(task, JvmSource.THIS, List.of(), log);
    }

    private Worker start(String task, JvmSource source, List<String> jvmOptions, Consumer<String> log)
            throws IOException {
        return scope == Scope.IN_PROCESS
                ? new ThreadWorker(Task.byName(task))
                : new ProcessWorker(task, source, jvmOptions, log);
    }

    @Override
    public WorkerHost host(String role, Consumer<String> log) {
        return new WorkerHost() {
            @Override
            public Worker start(String task, JvmSource source, List<String> jvmOptions) throws IOException {
                return LocalTarget.this.start(task, source, jvmOptions, log);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public boolean hasIpv6() {
        try {
            return LocalAddresses.hasIpv6();
        } catch (SocketFailure e) {
            return true; // unknown; an attempt will tell
        }
    }

    @Override
    public void close() {}
}
