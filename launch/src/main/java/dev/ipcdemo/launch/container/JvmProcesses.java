package dev.ipcdemo.launch.container;

import dev.ipcdemo.sockets.HostNames;
import dev.ipcdemo.sockets.SocketFailure;
import java.time.Instant;

/** The processes of this host as the JVM tells them. They start at a millisecond of the wall clock; 0 if that is unknown. */
final class JvmProcesses implements Processes {

    private final String host = host();

    private static String host() {
        try {
            return HostNames.local().replace('/', '-');
        } catch (SocketFailure nameless) {
            return "localhost";
        }
    }

    @Override
    public Owner self() {
        ProcessHandle process = ProcessHandle.current();
        return new Owner(host, process.pid(), startMs(process));
    }

    @Override
    public boolean haveLost(Owner owner) {
        return owner.place().equals(host)
                && ProcessHandle.of(owner.pid())
                        .filter(process -> owner.start() == 0 || startMs(process) == owner.start())
                        .isEmpty();
    }

    private static long startMs(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }
}
