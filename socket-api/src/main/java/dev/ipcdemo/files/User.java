package dev.ipcdemo.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The owner of the files that this process creates.
 *
 * @param id the user id; the user's name where there are no user ids
 * @param owner the user as a principal, where files have POSIX owners and permissions
 */
record User(String id, Optional<UserPrincipal> owner) {

    private static final Map<Path, User> KNOWN = new ConcurrentHashMap<>();

    /** Creates a file to see its owner: the JDK does not expose a process's user id, and file systems may map it. */
    static User in(Path place) throws IOException {
        User known = KNOWN.get(place);
        if (known != null) {
            return known;
        }
        if (!place.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return new User(System.getProperty("user.name").replaceAll("\\W", "_"), Optional.empty());
        }
        Path file = ProbeFile.create(place, UserDirectory.mode(place, "rw-------"));
        try {
            User user = new User(
                    Files.getAttribute(file, "unix:uid").toString(),
                    Optional.of(Files.readAttributes(file, PosixFileAttributes.class)
                            .owner()));
            KNOWN.put(place, user);
            return user;
        } finally {
            Files.delete(file);
        }
    }
}
