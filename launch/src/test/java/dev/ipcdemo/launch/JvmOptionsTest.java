package dev.ipcdemo.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JvmOptionsTest {

    private static final List<String> OURS = List.of("-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xms64m", "-ea");

    @Test
    void areOursWhereTheUserChoseNothing() {
        assertThat(JvmOptions.withUsers(OURS, Map.of("JAVA_TOOL_OPTIONS", " "))).isEqualTo(OURS);
    }

    @ParameterizedTest
    @CsvSource({
        "JAVA_TOOL_OPTIONS, -XX:+UseG1GC, -XX:+UseSerialGC",
        "JDK_JAVA_OPTIONS, -XX:+UseZGC, -XX:+UseSerialGC",
        "_JAVA_OPTIONS, -XX:+UsePerfData, -XX:-UsePerfData",
        "JAVA_TOOL_OPTIONS, -Xmx16m, -Xms64m",
        "JAVA_TOOL_OPTIONS, -XX:MaxRAMPercentage=1, -Xms64m"
    })
    void giveWayToWhatTheUserChose(String variable, String chosen, String ours) {
        assertThat(JvmOptions.withUsers(OURS, Map.of(variable, chosen)))
                .hasSameSizeAs(OURS)
                .doesNotContain(ours)
                .endsWith(chosen);
    }

    @Test
    void tellAllThatTheUserChose() {
        Map<String, String> environment = Map.of("JAVA_TOOL_OPTIONS", "-Xint  -XX:+UseZGC", "_JAVA_OPTIONS", "-Xss1m");

        assertThat(JvmOptions.withUsers(List.of(), environment)).containsExactly("-Xint", "-XX:+UseZGC", "-Xss1m");
    }

    @Test
    void tellNoValueThatMayBeSecret() {
        Map<String, String> environment =
                Map.of("JAVA_TOOL_OPTIONS", "-Dpassword=secret -javaagent:/a.jar=token -Dflag");

        assertThat(JvmOptions.withUsers(List.of(), environment))
                .containsExactly("-Dpassword=…", "-javaagent:/a.jar=…", "-Dflag");
    }
}
