package dev.ipcdemo.launch.container;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.AsyncDockerCmd;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The connection to the engine that carries a process's standard streams. It lasts as long as the process runs. */
final class StandardStreams extends ResultCallback.Adapter<Frame> {

    private static final Duration OPEN_LIMIT = Duration.ofSeconds(30);

    private final InMemoryPipe stdin = new InMemoryPipe();
    private final InMemoryPipe stdout;
    private final InMemoryPipe stderr;
    private final CountDownLatch answered = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Optional<Throwable> failure = Optional.empty();

    /** Streams of which a read waits as long as it takes. */
    StandardStreams() {
        stdout = new InMemoryPipe();
        stderr = new InMemoryPipe();
    }

    /** Streams of which a read fails that has waited for this long. */
    StandardStreams(Duration readLimit) {
        stdout = new InMemoryPipe(readLimit);
        stderr = new InMemoryPipe(readLimit);
    }

    /** The stream that the command for {@link #open} must read. */
    InputStream stdinToSend() {
        return stdin.input();
    }

    void open(AsyncDockerCmd<?, Frame> command) throws IOException {
        command.exec(this);
        try {
            if (!answered.await(OPEN_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException(
                        "the container engine does not connect this process to the container's standard input");
            }
            if (failure.isPresent()) {
                throw new IOException(
                        "the container engine cannot prepare a container's standard streams: "
                                + EngineMessage.of(String.valueOf(failure.get().getMessage())),
                        failure.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while starting a container", e);
        }
    }

    OutputStream stdin() {
        return stdin.output();
    }

    InputStream stdout() {
        return stdout.input();
    }

    InputStream stderr() {
        return stderr.input();
    }

    boolean awaitEnd(Duration limit) throws InterruptedException {
        return ended.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void onNext(Frame frame) {
        byte[] payload = frame.getPayload().clone(); // docker-java reuses the array
        (frame.getStreamType() == StreamType.STDERR ? stderr : stdout).write(payload);
    }

    @Override
    public void onStart(Closeable connection) {
        super.onStart(connection);
        answered.countDown();
    }

    @Override
    public void onError(Throwable why) {
        super.onError(why);
        failure = Optional.of(why);
        answered.countDown();
        end();
    }

    @Override
    public void onComplete() {
        super.onComplete();
        end();
    }

    private void end() {
        stdout.end();
        stderr.end();
        ended.countDown();
    }

    @Override
    public void close() {
        stdin.end();
        try {
            super.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            end();
        }
    }
}
