package dev.ipcdemo.unix;

import dev.ipcdemo.files.PrivateDirectory;
import dev.ipcdemo.sockets.Endpoint;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;

/** A directory for the files of a demo. Everybody may enter it; it is removed with its contents. */
final class DemoDirectory implements Closeable {

    private final PrivateDirectory directory;

    private DemoDirectory(PrivateDirectory directory) {
        this.directory = directory;
    }

    static DemoDirectory open() throws IOException {
        PrivateDirectory directory = PrivateDirectory.create();
        Files.setPosixFilePermissions(directory.path(), PosixFilePermissions.fromString("rwxr-xr-x"));
        return new DemoDirectory(directory);
    }

    Path file(String name) {
        return directory.path().resolve(name);
    }

    Endpoint endpoint(String scheme, String name) {
        return new Endpoint(scheme, new Endpoint.PathName(file(name).toString()));
    }

    /** Whether everybody may enter the directories above, so that only the mode of a file in here protects it. */
    boolean isOpenToOthers() throws IOException {
        for (Path each = directory.path().toRealPath(); each != null; each = each.getParent()) {
            if (!Files.getPosixFilePermissions(each).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        directory.close();
    }
}
