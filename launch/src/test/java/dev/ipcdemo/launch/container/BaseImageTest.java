package dev.ipcdemo.launch.container;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BaseImageTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OCI runtime create failed: exec: \"java\": executable file not found in $PATH: unknown",
                "exec /usr/bin/java: no such file or directory"
            })
    void anImageWhoseJavaIsNotFoundHasNone(String words) {
        assertThat(BaseImage.whyUnfit("base:1", words))
                .hasValueSatisfying(why -> assertThat(why).contains("'base:1' has no java on its PATH"));
    }

    @Test
    void javaThatFailsIsNotTheRightOne() {
        assertThat(BaseImage.whyUnfit("base:1", "The command 'java --help' returned a non-zero code: 1"))
                .hasValueSatisfying(why -> assertThat(why).contains("needs Java 17 or newer"));
    }

    /** It is for the engine to say what it lacks then. */
    @Test
    void aFileThatTheEngineMissesIsNotTheImagesFault() {
        assertThat(BaseImage.whyUnfit("base:1", "open /var/lib/docker/tmp/1/layer: no such file or directory"))
                .isEmpty();
    }
}
