package dev.ipcdemo.launch.container;

import java.io.IOException;
import java.nio.file.Path;

/** The processes that this one can see: those of whose end it can be certain. */
interface Processes {

    /** As Linux tells them; where there is no such {@code /proc}, as the JVM does. */
    static Processes visible() {
        try {
            return new LinuxProcesses(Path.of("/proc"));
        } catch (IOException another) {
            return new JvmProcesses();
        }
    }

    /** This process. */
    Owner self();

    /** Whether a process has certainly ended. One that could run where this process cannot see it has not. */
    boolean haveLost(Owner owner);
}
