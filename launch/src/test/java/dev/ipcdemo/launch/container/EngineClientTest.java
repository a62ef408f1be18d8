package dev.ipcdemo.launch.container;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIOException;

import org.junit.jupiter.api.Test;

class EngineClientTest {

    @Test
    void isThereOnTheWholeClassPath() {
        assertThatCode(EngineClient::require).doesNotThrowAnyException();
    }

    @Test
    void saysWhatToDoWhereTheImageLeavesItOut() {
        assertThatIOException()
                .isThrownBy(() -> EngineClient.require("com.example.DockerClient"))
                .withMessageContaining("run this command outside the container");
    }
}
