package dev.ipcdemo.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The directory of this process in a {@link UserDirectory}: the parent of its private directories, and a lock on a file
 * beside it, which tells other processes that this one lives. Both exist while there is a private directory in it.
 *
 * <p>The kernel releases the lock when the process ends, for whatever reason. It also releases it when the process
 * closes any other descriptor for that file, so there is only one instance for each place.
 */
final class ProcessDirectory {

    private static final Map<Path, ProcessDirectory> OPEN = new HashMap<>();
    private static Optional<Thread> hook = Optional.empty();
    private static boolean isEnding;

    private final Path base;
    private final UserDirectory user;
    private final String name;
    private final FileChannel lock;
    private final Set<String> children = new HashSet<>();
    private int made;

    private ProcessDirectory(Path base, UserDirectory user, String name, FileChannel lock) {
        this.base = base;
        this.user = user;
        this.name = name;
        this.lock = lock;
    }

    static synchronized PrivateDirectory create(Path place) throws IOException {
        removeAllAtExit();
        Path base = place.toRealPath(); // a place may have several paths, but must have one lock
        ProcessDirectory directory = OPEN.get(base);
        if (directory == null) {
            directory = open(base, place);
            OPEN.put(base, directory);
        }
        return directory.add();
    }

    private static void removeAllAtExit() throws IOException {
        if (hook.isEmpty() && !isEnding) {
            Thread thread = new Thread(ProcessDirectory::removeAll, "private-directories");
            try {
                Runtime.getRuntime().addShutdownHook(thread);
                hook = Optional.of(thread);
            } catch (IllegalStateException shuttingDown) {
                isEnding = true;
            }
        }
        if (isEnding) {
            throw new IOException("no temporary directory is made any more, because this process is ending");
        }
    }

    private static ProcessDirectory open(Path base, Path place) throws IOException {
        UserDirectory.Claim claim = UserDirectory.claim(place);
        return new ProcessDirectory(base, claim.user(), claim.name(), claim.lock());
    }

    private PrivateDirectory add() throws IOException {
        String child = Integer.toString(++made, Character.MAX_RADIX);
        Path path = user.path().resolve(name).resolve(child);
        children.add(child);
        try {
            Files.createDirectory(path, UserDirectory.mode(path, "rwx------"));
        } catch (IOException e) {
            removeAfter(child, e);
            throw e;
        }
        return new PrivateDirectory(this, path);
    }

    private void removeAfter(String child, IOException failure) {
        try {
            remove(child);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    void remove(String child) throws IOException {
        synchronized (ProcessDirectory.class) {
            if (!children.remove(child)) {
                return;
            }
            if (children.isEmpty()) {
                OPEN.remove(base);
                close();
            } else {
                user.remove(name, child);
            }
        }
    }

    private void close() throws IOException {
        try (lock) {
            user.release(name);
        }
    }

    static synchronized void sweep(Path place) throws IOException {
        ProcessDirectory own = OPEN.get(place.toRealPath());
        Optional<UserDirectory> user = UserDirectory.find(place);
        if (user.isPresent()) {
            user.get().sweep(own == null ? Set.of() : Set.of(own.name));
        }
    }

    /** What cannot be removed now is removed by the next process, because the lock ends with this one. */
    private static synchronized void removeAll() {
        isEnding = true;
        for (ProcessDirectory directory : List.copyOf(OPEN.values())) {
            try {
                directory.children.clear();
                directory.close();
            } catch (IOException e) {
                System.err.println("ipc-demo: a temporary directory stays for now: " + e.getMessage());
            }
        }
        OPEN.clear();
    }
}
