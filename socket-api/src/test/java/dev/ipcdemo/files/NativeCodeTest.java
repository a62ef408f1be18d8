package dev.ipcdemo.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeCodeTest {

    @TempDir
    private Path directory;

    @Test
    void hasNoObstacleInAnOrdinaryDirectory() throws Exception {
        assertThat(NativeCode.obstacle(List.of(directory))).isEmpty();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void saysThatADirectoryIsMountedNoexecAndWhatToDo() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(directory, "noexec")) {
            assertThat(NativeCode.obstacle(List.of(directory)))
                    .hasValueSatisfying(why -> assertThat(why)
                            .startsWith("the file system of " + directory + " is mounted noexec: ")
                            .contains("docker run --tmpfs /tmp:exec", "-Djava.io.tmpdir=DIR"));
            assertThat(disk.path()).isEmptyDirectory();
        }
    }

    @Test
    void saysThatADirectoryTakesNoFile() {
        assertThat(NativeCode.obstacle(List.of(directory.resolve("missing"))))
                .hasValueSatisfying(why -> assertThat(why).startsWith("no file can be created in " + directory));
    }

    @Test
    void isContentWithOneDirectoryOfSeveral() throws Exception {
        Path another = Files.createDirectory(directory.resolve("another"));
        assertThat(NativeCode.obstacle(List.of(directory.resolve("missing"), another)))
                .isEmpty();
    }
}
