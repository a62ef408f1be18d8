package dev.ipcdemo.unix;

import dev.ipcdemo.sockets.Endpoint;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;

/** A directory for the files of a demo. Everybody may enter it; it is removed with its contents. */
final class DemoDirectory implements Closeable {

    private final Path path;
    private final Thread atExit = new Thread(this::removeAtExit, "demo-directory");

    private DemoDirectory(Path path) {
        this.path = path;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    static DemoDirectory open() throws IOException {
        DemoDirectory directory = new DemoDirectory(SocketFile.makeOwnDirectory());
        Files.setPosixFilePermissions(directory.path, PosixFilePermissions.fromString("rwxr-xr-x"));
        return directory;
    }

    Path file(String name) {
        return path.resolve(name);
    }

    Endpoint endpoint(String scheme, String name) {
        return new Endpoint(scheme, new Endpoint.PathName(file(name).toString()));
    }

    /** Whether everybody may enter the directories above, so that only the mode of a file in here protects it. */
    boolean isOpenToOthers() throws IOException {
        for (Path each = path.toRealPath(); each != null; each = each.getParent()) {
            if (!Files.getPosixFilePermissions(each).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        remove();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException alreadyExiting) {
            // the hook has nothing left to do
        }
    }

    private void remove() throws IOException {
        if (!Files.isDirectory(path)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(path);
    }

    private void removeAtExit() {
        try {
            remove();
        } catch (IOException e) {
            System.err.println("cannot remove " + path + ": " + e.getMessage());
        }
    }
}
