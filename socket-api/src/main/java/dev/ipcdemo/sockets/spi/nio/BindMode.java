package dev.ipcdemo.sockets.spi.nio;

import dev.ipcdemo.sockets.spi.SystemCalls;
import dev.ipcdemo.sockets.spi.nio.SocketFile.Call;
import dev.ipcdemo.sockets.spi.nio.SocketFile.Umask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * The permissions of a socket file from the moment of bind(2) on. A user without write permission cannot connect
 * (unix(7)), so nobody may have that for even a moment who is not meant to. The kernel creates the file with all
 * permissions but those in the umask.
 *
 * @param permissions the permissions
 * @param isShared whether other users can replace the file. Then its mode is never changed, because that would follow a
 *     link: the umask alone decides, and leaves the execute permissions, which mean nothing for a socket
 */
record BindMode(Set<PosixFilePermission> permissions, boolean isShared) {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String UMASK = "Umask:";

    /** Binds a socket to a path. */
    void bind(Path path, Umask own, Call bind) throws IOException {
        if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            bind.run();
            return;
        }
        synchronized (BindMode.class) { // where threads share a umask, only one may change it
            if (isShared || !isDeniedByUmask()) {
                bindWithOwnUmask(own, bind);
            } else {
                bind.run();
            }
        }
        if (!isShared) {
            Files.setPosixFilePermissions(path, permissions);
        }
    }

    private boolean isDeniedByUmask() throws IOException {
        int denied = deniedTo(PosixFilePermission.GROUP_WRITE, 0020) | deniedTo(PosixFilePermission.OTHERS_WRITE, 0002);
        return (umask().orElse(0) & denied) == denied;
    }

    private int deniedTo(PosixFilePermission permission, int bit) {
        return permissions.contains(permission) ? 0 : bit;
    }

    /** The umask, where it can be read without changing it. */
    private static Optional<Integer> umask() throws IOException {
        if (!Files.isReadable(STATUS)) {
            return Optional.empty();
        }
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith(UMASK))
                .map(line -> Integer.valueOf(line.substring(UMASK.length()).strip(), 8))
                .findFirst();
    }

    /**
     * Binds in a new thread with a umask of its own. Where a thread cannot have one (outside Linux, and in containers
     * that forbid unshare(2)), the umask of the process is changed for that moment, also for files that other threads
     * create.
     */
    private void bindWithOwnUmask(Umask own, Call bind) throws IOException {
        int umask = deniedTo(PosixFilePermission.OWNER_READ, 0400)
                | deniedTo(PosixFilePermission.OWNER_WRITE, 0200)
                | deniedTo(PosixFilePermission.GROUP_READ, 0040)
                | deniedTo(PosixFilePermission.GROUP_WRITE, 0020)
                | deniedTo(PosixFilePermission.OTHERS_READ, 0004)
                | deniedTo(PosixFilePermission.OTHERS_WRITE, 0002);
        List<String> calls = new CopyOnWriteArrayList<>();
        FutureTask<Void> binding = new FutureTask<>(() -> {
            own.unshare();
            int usual = own.set(umask);
            try (SystemCalls made = SystemCalls.collect()) {
                try {
                    bind.run();
                } finally {
                    calls.addAll(made.names());
                }
            } finally {
                own.set(usual);
            }
            return null;
        });
        new Thread(binding, "bind").start();
        try {
            await(binding);
        } finally {
            SystemCalls.note(calls);
        }
    }

    private static void await(FutureTask<Void> binding) throws IOException {
        boolean isInterrupted = false;
        try {
            while (true) {
                try {
                    binding.get();
                    return;
                } catch (InterruptedException e) {
                    isInterrupted = true; // bind(2) does not wait
                } catch (ExecutionException e) {
                    throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
                }
            }
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
