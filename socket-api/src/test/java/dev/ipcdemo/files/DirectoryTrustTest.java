package dev.ipcdemo.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DirectoryTrustTest {

    private static final int NOBODY = 65534;

    @TempDir
    private Path directory;

    private Path place;
    private Path below;

    @BeforeEach
    void makeDirectories() throws Exception {
        assumeTrue(directory.getFileSystem().supportedFileAttributeViews().contains("unix"));
        place = Files.createDirectory(directory.resolve("place"));
        below = Files.createDirectory(place.resolve("below"));
    }

    private static void mode(Path path, String permissions) throws Exception {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    @Test
    void isGivenWhereOnlyTheOwnerMayWrite() throws Exception {
        mode(place, "rwxr-xr-x");

        assertThat(DirectoryTrust.whyNot(place)).isEmpty();
        assertThat(DirectoryTrust.whyNot(below)).isEmpty();
    }

    @Test
    void isGivenWhereEverybodyMayWriteAndRemoveOnlyTheirOwn() throws Exception {
        Files.setAttribute(place, "unix:mode", 01777);

        assertThat(DirectoryTrust.whyNot(place)).isEmpty();
        assertThat(DirectoryTrust.whyNot(below)).isEmpty();
    }

    @Test
    void isNotGivenBelowADirectoryThatEverybodyMayWrite() throws Exception {
        mode(place, "rwxrwxrwx");

        assertThat(DirectoryTrust.whyNot(place)).contains("everybody may write " + place + ", which has no sticky bit");
        assertThat(DirectoryTrust.whyNot(below)).contains("everybody may write " + place + ", which has no sticky bit");
    }

    @ParameterizedTest
    @CsvSource({"place", "place/below"})
    void isNotGivenThroughALinkIntoSuchADirectory(String target) throws Exception {
        mode(place, "rwxrwxrwx");
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of(target));

        assertThat(DirectoryTrust.whyNot(link)).contains("everybody may write " + place + ", which has no sticky bit");
    }

    @Test
    void dependsOnTheGroupThatMayWrite() throws Exception {
        assumeTrue(Files.getAttribute(place, "unix:uid").equals(0), "only root can change the group");
        mode(place, "rwxrwxr-x");
        Files.setAttribute(place, "unix:gid", 0);
        assertThat(DirectoryTrust.whyNot(place)).isEmpty();

        Files.setAttribute(place, "unix:gid", NOBODY);

        assertThat(DirectoryTrust.whyNot(place))
                .hasValueSatisfying(reason -> assertThat(reason)
                        .startsWith("group ")
                        .endsWith(" may write " + place + ", which has no sticky bit"));
    }

    @Test
    void isNotGivenWhereAnotherUserOwnsTheDirectoryOrALink() throws Exception {
        assumeTrue(Files.getAttribute(place, "unix:uid").equals(0), "only root can change the owner");
        Path link = Files.createSymbolicLink(directory.resolve("link"), place);
        assertThat(DirectoryTrust.whyNot(link)).isEmpty();
        Files.setAttribute(link, "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);
        assertThat(DirectoryTrust.whyNot(link)).contains(link + " belongs to user nobody");
        assertThat(DirectoryTrust.whyNot(place)).isEmpty();

        Files.setAttribute(place, "unix:uid", NOBODY);

        assertThat(DirectoryTrust.whyNot(below)).contains(place + " belongs to user nobody");
    }

    @Test
    void cannotBeFoundOutWhereLinksFormALoop() throws Exception {
        Path link = directory.resolve("link");
        Files.createSymbolicLink(link, link);

        assertThatThrownBy(() -> DirectoryTrust.whyNot(link)).isInstanceOf(FileSystemException.class);
    }
}
