package dev.ipcdemo.launch.container;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The processes that {@code /proc} shows. They are those of one boot of one kernel and of one process namespace, whatever the
 * host is called, and start at a tick of the kernel's clock, which nobody sets.
 */
final class LinuxProcesses implements Processes {

    private static final int START_AFTER_NAME = 19; // the 22nd field of proc_pid_stat(5)

    private final Path proc;
    private final Owner self;

    /** @throws IOException if this is not the {@code /proc} of a Linux that tells all of that */
    LinuxProcesses(Path proc) throws IOException {
        this.proc = proc;
        long pid = Long.parseLong(Files.readSymbolicLink(proc.resolve("self")).toString());
        String boot =
                Files.readString(proc.resolve("sys/kernel/random/boot_id")).strip();
        Path namespace = Files.readSymbolicLink(proc.resolve("self/ns/pid")); // such as pid:[4026531836]
        this.self = new Owner(boot + ":" + namespace, pid, startOf(pid));
    }

    @Override
    public Owner self() {
        return self;
    }

    @Override
    public boolean haveLost(Owner owner) {
        if (!owner.place().equals(self.place())) {
            return false;
        }
        try {
            return startOf(owner.pid()) != owner.start();
        } catch (IOException e) {
            return showsOtherUsers() && Files.notExists(directory(owner.pid()));
        }
    }

    /** Mounted with {@code hidepid}, it does not show them; the first process is there as long as any is. */
    private boolean showsOtherUsers() {
        return Files.exists(directory(1));
    }

    private long startOf(long pid) throws IOException {
        String stat = Files.readString(directory(pid).resolve("stat"), StandardCharsets.ISO_8859_1);
        String afterName = stat.substring(stat.lastIndexOf(')') + 2); // a name may contain anything
        return Long.parseLong(afterName.split(" ")[START_AFTER_NAME]);
    }

    private Path directory(long pid) {
        return proc.resolve(Long.toString(pid));
    }
}
