package dev.ipcdemo.compare.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipcdemo.compare.plan.Way;
import dev.ipcdemo.compare.result.Environment;
import dev.ipcdemo.compare.wire.Numbered;
import dev.ipcdemo.compare.wire.Reply;
import dev.ipcdemo.compare.wire.Request;
import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.launch.LaunchTargets;
import dev.ipcdemo.launch.Link;
import dev.ipcdemo.launch.Worker;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A JVM of another runtime or another build is asked whether it understands us before anything is measured with it. */
@Timeout(600)
class GreetingTest {

    private static final long LIMIT_NS = TimeUnit.MINUTES.toNanos(5);

    private static String greet(Way way) throws IOException {
        return WorkerTestbed.open(new LaunchTargets(Optional.empty()).of(Scope.INTER_PROCESS))
                .greet(way);
    }

    @Test
    void aJvmSaysWhichRuntimeItIs() throws Exception {
        Way own = Way.DEFAULT.withJava(Path.of(System.getProperty("java.home")));
        assertThat(greet(own)).isEqualTo(Environment.runtime());
    }

    @Test
    void aJvmThatDoesNotStartIsQuoted() {
        Way way = Way.DEFAULT.withJvmOptions(List.of("-XX:+NoSuchFlag"));
        assertThatThrownBy(() -> greet(way)).isInstanceOf(IOException.class).hasMessageContaining("NoSuchFlag");
    }

    @Test
    void aBuildThatSpeaksAnotherVersionIsRefused() throws Exception {
        try (MeasuringJvm other = new MeasuringJvm(new Answering(new Reply.Greeted(Request.VERSION + 1, "a JVM")))) {
            assertThatThrownBy(() -> other.greet(LIMIT_NS))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("version " + (Request.VERSION + 1))
                    .hasMessageContaining("this build speaks version " + Request.VERSION);
        }
    }

    /** A worker that gives the first request a certain reply. */
    private static final class Answering implements Worker, Link {

        private final Reply reply;
        private final BlockingQueue<Optional<byte[]>> replies = new LinkedBlockingQueue<>();

        Answering(Reply reply) {
            this.reply = reply;
        }

        @Override
        public void send(byte[] message) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            new Numbered<>(0, reply).write(new DataOutputStream(bytes));
            replies.add(Optional.of(bytes.toByteArray()));
        }

        @Override
        public Optional<byte[]> receive() throws IOException {
            try {
                return replies.take();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        @Override
        public Link link() {
            return this;
        }

        @Override
        public long pid() {
            return 1;
        }

        @Override
        public boolean await(Duration limit) {
            return true;
        }

        @Override
        public String outcome() {
            return "ended";
        }

        @Override
        public void close() {
            replies.add(Optional.empty());
        }
    }
}
