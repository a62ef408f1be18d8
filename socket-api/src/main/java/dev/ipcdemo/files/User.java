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
 * Who owns what this process makes.
 *
 * @param id the user id; the user's name where there are no such ids
 * @param owner who that is, where files have owners and permissions as POSIX has them
 */
record User(String id, Optional<UserPrincipal> owner) {

    private static final Map<Path, User> KNOWN = new ConcurrentHashMap<>();

    /** Makes a file to see whose it is: the JDK does not tell a process's user id, and file systems may map it. */
    static User in(Path place) throws IOException {
        User known = KNOWN.get(place);
        if (known != null) {
            return known;
        }
        if (!place.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return new User(System.getProperty("user.name").replaceAll("\\W", "_"), Optional.empty());
        }
        Path file = Files.createTempFile(place, "ipc-demo", null);
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
