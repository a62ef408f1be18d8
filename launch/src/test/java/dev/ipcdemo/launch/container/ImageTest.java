package dev.ipcdemo.launch.container;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which images are ours to remove. */
class ImageTest {

    private static final String FINGERPRINT = "1a2b3c4d5e6f";

    @ParameterizedTest
    @CsvSource({
        "ipc-demo:1a2b3c4d5e6f, true",
        "ipc-demo:1a2b3c4d5e6f-0123abcd, true",
        "localhost/ipc-demo:1a2b3c4d5e6f, true",
        "docker.io/library/ipc-demo:1a2b3c4d5e6f, true",
        "ipc-demo:local, false",
        "ipc-demo:0a2b3c4d5e6f, false", // as of a commit
        "registry.invalid/team/ipc-demo:1a2b3c4d5e6f, false",
        "team/ipc-demo:1a2b3c4d5e6f, false",
        "my-ipc-demo:1a2b3c4d5e6f, false"
    })
    void aNameThatSomebodyHasGivenIsNotOneOfTheContent(String name, boolean isOfContent) {
        assertThat(Image.isNamedByContentAlone(new String[] {name}, FINGERPRINT))
                .isEqualTo(isOfContent);
        assertThat(Image.isNamedByContentAlone(new String[] {"ipc-demo:" + FINGERPRINT, name}, FINGERPRINT))
                .isEqualTo(isOfContent);
    }

    /** Such as one that was pulled by its digest. */
    @Test
    void whatHasNoNameIsNotNamedByItsContent() {
        assertThat(Image.isNamedByContentAlone(null, FINGERPRINT)).isFalse();
        assertThat(Image.isNamedByContentAlone(new String[0], FINGERPRINT)).isFalse();
    }

    /** What a failed build has left has no name either. */
    @Test
    void whatWasPulledByItsDigestIsNoRemains() {
        assertThat(Image.wasPulled(new String[] {"registry.invalid/team/ipc-demo@sha256:1a2b"}))
                .isTrue();
        assertThat(Image.wasPulled(new String[] {"<none>@<none>"})).isFalse();
        assertThat(Image.wasPulled(new String[] {"ipc-demo@sha256:1a2b"})).isFalse();
        assertThat(Image.wasPulled(new String[0])).isFalse();
        assertThat(Image.wasPulled(null)).isFalse();
    }
}
