package dev.ipcdemo.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * An open directory. Its entries are accessed through its descriptor (openat(2), unlinkat(2)), and links are not
 * followed, so it does not matter if its path is changed meanwhile.
 *
 * <p>Where the JDK has no {@link SecureDirectoryStream}, the entries are accessed by path. Those systems (Windows, and
 * macOS with some JDKs) give each user a temporary directory that no other user may write.
 */
final class OpenDirectory implements Closeable {

    /** How often to empty a directory into which another thread still puts files. */
    private static final int ATTEMPTS = 10;

    private final Path path;
    private final DirectoryStream<Path> stream;

    private OpenDirectory(Path path, DirectoryStream<Path> stream) {
        this.path = path;
        this.stream = stream;
    }

    /** Opens a directory by its path, which may contain links. */
    static OpenDirectory at(Path path) throws IOException {
        return new OpenDirectory(path, Files.newDirectoryStream(path));
    }

    /** Opens a directory in this one, unless it is a link. */
    OpenDirectory open(Path name) throws IOException {
        if (!attributes(name).isDirectory()) { // opening a FIFO would wait for its writer
            throw new NotDirectoryException(path.resolve(name).toString());
        }
        return new OpenDirectory(
                path.resolve(name),
                stream instanceof SecureDirectoryStream<Path> secure
                        ? secure.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)
                        : Files.newDirectoryStream(path.resolve(name)));
    }

    /** The names of its entries; call it once. */
    List<Path> names() throws IOException {
        List<Path> names = new ArrayList<>();
        try {
            stream.forEach(entry -> names.add(entry.getFileName()));
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return names;
    }

    /** The attributes of this directory. */
    PosixFileAttributes attributes() throws IOException {
        return stream instanceof SecureDirectoryStream<Path> secure
                ? secure.getFileAttributeView(PosixFileAttributeView.class).readAttributes()
                : Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    /** The attributes of an entry of this directory. */
    BasicFileAttributes attributes(Path name) throws IOException {
        return stream instanceof SecureDirectoryStream<Path> secure
                ? secure.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                        .readAttributes()
                : Files.readAttributes(path.resolve(name), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    /** The owner of an entry of this directory. */
    UserPrincipal owner(Path name) throws IOException {
        return stream instanceof SecureDirectoryStream<Path> secure
                ? secure.getFileAttributeView(name, FileOwnerAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                        .getOwner()
                : Files.getOwner(path.resolve(name), LinkOption.NOFOLLOW_LINKS);
    }

    boolean has(Path name) throws IOException {
        try {
            return attributes(name) != null;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Whether an entry is a socket, a FIFO or a device, or a directory that contains one. */
    boolean hasSpecialFile(Path name) throws IOException {
        try {
            BasicFileAttributes attributes = attributes(name);
            return attributes.isOther() || attributes.isDirectory() && containsSpecialFile(name);
        } catch (NoSuchFileException removedMeanwhile) {
            return false;
        }
    }

    private boolean containsSpecialFile(Path name) throws IOException {
        try (OpenDirectory directory = open(name)) {
            for (Path entry : directory.names()) {
                if (directory.hasSpecialFile(entry)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Opens a file in this directory, unless it is a link. Also for reading, because then a FIFO does not block. */
    FileChannel openFile(Path name, StandardOpenOption option) throws IOException {
        Set<OpenOption> options =
                Set.of(option, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        return stream instanceof SecureDirectoryStream<Path> secure
                ? (FileChannel) secure.newByteChannel(name, options, UserDirectory.mode(name, "rw-------"))
                : FileChannel.open(path.resolve(name), options, UserDirectory.mode(path, "rw-------"));
    }

    /** Removes a file, or a directory with its contents, if it exists. */
    void delete(Path name) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                deleteOnce(name);
                return;
            } catch (NoSuchFileException removedMeanwhile) {
                return;
            } catch (DirectoryNotEmptyException filledMeanwhile) {
                if (attempt == ATTEMPTS) {
                    throw filledMeanwhile;
                }
            }
        }
    }

    private void deleteOnce(Path name) throws IOException {
        if (attributes(name).isDirectory()) {
            try (OpenDirectory directory = open(name)) {
                for (Path entry : directory.names()) {
                    directory.delete(entry);
                }
            }
            deleteEmpty(name);
        } else if (stream instanceof SecureDirectoryStream<Path> secure) {
            secure.deleteFile(name);
        } else {
            Files.delete(path.resolve(name));
        }
    }

    /** Removes an empty directory. */
    void deleteEmpty(Path name) throws IOException {
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            secure.deleteDirectory(name);
        } else {
            Files.delete(path.resolve(name));
        }
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
