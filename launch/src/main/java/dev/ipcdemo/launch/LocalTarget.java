package dev.ipcdemo.launch;

import dev.ipcdemo.demo.spi.Scope;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.function.Consumer;

/**
 * This host, where nothing has to be set up.
 *
 * @param scope in this JVM, or in others
 */
record LocalTarget(Scope scope) implements LaunchTarget {

    @Override
    public Worker start(String role, String task, List<String> arguments, Consumer<String> log) throws IOException {
        return Workers.start(scope, task, arguments);
    }

    @Override
    public WorkerHost host(String role, Consumer<String> log) {
        return new WorkerHost() {
            @Override
            public Worker start(String task, List<String> arguments, List<String> jvmOptions) throws IOException {
                return Workers.start(scope, task, arguments, jvmOptions);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public boolean hasIpv6() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .anyMatch(Inet6Address.class::isInstance);
        } catch (SocketException e) {
            return true; // nobody knows; who tries it sees
        }
    }

    @Override
    public void close() {}
}
