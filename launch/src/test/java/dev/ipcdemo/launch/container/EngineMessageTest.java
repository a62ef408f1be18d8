package dev.ipcdemo.launch.container;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EngineMessageTest {

    @Test
    void saysWhatDockerSaysWithoutStatusAndJson() {
        assertThat(EngineMessage.of("Status 500: {\"message\":\"invalid reference format\"}\n"))
                .isEqualTo("invalid reference format");
    }

    @Test
    void saysWhatPodmanSaysOnce() {
        assertThat(
                        EngineMessage.of(
                                "Status 500: {\"cause\":\"no quota\",\"message\":\"volume options: no quota\",\"response\":500}\n"))
                .isEqualTo("volume options: no quota");
    }

    @Test
    void keepsWhatStandsBeforeTheObject() {
        assertThat(EngineMessage.of("Could not pull image: {\"message\":\"denied\"}"))
                .isEqualTo("Could not pull image: denied");
    }

    @Test
    void leavesPlainWordsAsTheyAre() {
        assertThat(EngineMessage.of("Status 404: page not found\n")).isEqualTo("page not found");
        assertThat(EngineMessage.of("Could not build image: step 3\n  failed {so it says}"))
                .isEqualTo("Could not build image: step 3 failed {so it says}");
    }

    @Test
    void replacesControlCharacters() {
        assertThat(EngineMessage.of("Status 500: {\"message\":\"red \\u001b[31m\"}"))
                .doesNotContain("\u001b");
    }
}
