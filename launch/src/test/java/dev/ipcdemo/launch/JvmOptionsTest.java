package dev.ipcdemo.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JvmOptionsTest {

    @ParameterizedTest
    @CsvSource({
        "-XX:+UseSerialGC, -XX:+UseG1GC",
        "-XX:+UseSerialGC, -XX:+UseZGC",
        "-XX:+UseSerialGC, -XX:-UseSerialGC",
        "-Xms64m, -Xmx16m",
        "-Xms64m, -Xms1g",
        "-Xms64m, -XX:MaxHeapSize=16m",
        "-Xms64m, -XX:MaxRAMPercentage=5",
        "-XX:-UsePerfData, -XX:+UsePerfData",
        "-XX:TieredStopAtLevel=1, -XX:TieredStopAtLevel=4",
    })
    void anOptionOfTheUsersWinsOverOurs(String ours, String users) {
        assertThat(JvmOptions.withoutOverridden(List.of(ours, "-Xlog:disable"), List.of("-Dx=y", users)))
                .containsExactly("-Xlog:disable");
    }

    @ParameterizedTest
    @CsvSource({
        "-XX:+UseSerialGC, -Xmx1g",
        "-Xms64m, -Xss1m",
        "-XX:-UsePerfData, -XX:+UseG1GC",
        "--add-opens=java.base/java.lang=ALL-UNNAMED, --add-opens=java.base/java.io=ALL-UNNAMED",
    })
    void oneThatSetsSomethingElseDoesNot(String ours, String users) {
        assertThat(JvmOptions.withoutOverridden(List.of(ours), List.of(users))).containsExactly(ours);
    }

    @Test
    void withoutAnyOursStay() {
        assertThat(JvmOptions.withoutOverridden(List.of("-XX:+UseSerialGC", "-Xms64m"), List.of()))
                .containsExactly("-XX:+UseSerialGC", "-Xms64m");
    }

    @Test
    void showsAllThatTheUserChoseButNoValueThatMayBeSecret() {
        assertThat(JvmOptions.shownWith(
                        List.of("-Xms64m", "-ea"),
                        List.of("-Xint", "-Xmx16m", "-Dpassword=secret", "-javaagent:/a.jar=token", "-Dflag")))
                .containsExactly("-ea", "-Xint", "-Xmx16m", "-Dpassword=…", "-javaagent:/a.jar=…", "-Dflag");
    }
}
