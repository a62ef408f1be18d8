package dev.ipcdemo.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StopRequestsTest {

    private final List<String> done = new ArrayList<>();
    private long nowNs = Long.MAX_VALUE - 10;
    private final StopRequests requests =
            new StopRequests(() -> done.add("end"), status -> done.add("exit with " + status), () -> nowNs);

    @Test
    void theFirstSignalEndsTheCommandInOrder() {
        requests.received("INT");
        assertThat(done).containsExactly("end");
    }

    @Test
    void aSignalThatArrivesTwiceIsOneRequest() {
        requests.received("TERM");
        nowNs += Duration.ofMillis(1).toNanos();
        requests.received("TERM");
        assertThat(done).containsExactly("end");
    }

    @Test
    void aLaterSignalEndsItAtOnce() {
        requests.received("TERM");
        nowNs += Duration.ofSeconds(1).toNanos();
        requests.received("TERM");
        requests.received("INT");
        assertThat(done).containsExactly("end", "exit with 143", "exit with 130");
    }
}
