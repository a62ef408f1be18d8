package dev.ipcdemo.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A directory that is the whole PATH of a script: some programs of this system, and some that stand for others. */
public final class SearchPath {

    private final Path directory;

    /**
     * Makes one.
     *
     * @param directory where; it is made
     * @param programs of this system, with spaces between them
     */
    public SearchPath(Path directory, String programs) throws IOException {
        this.directory = directory;
        for (String program : programs.split(" ")) {
            install(program, "exec '" + Program.find(program) + "' \"$@\"");
        }
    }

    /** Adds a program that is a shell script, or replaces one. */
    public void install(String program, String script) throws IOException {
        install(directory.resolve(program), script);
    }

    /** Makes a program that is a shell script, and the directories that it is in. */
    public static void install(Path program, String script) throws IOException {
        Files.createDirectories(program.getParent());
        Files.writeString(program, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Removes a program. */
    public void remove(String program) throws IOException {
        Files.delete(directory.resolve(program));
    }

    /** The value of PATH. */
    @Override
    public String toString() {
        return directory.toString();
    }
}
