package dev.ipcdemo.cluster.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** The limit passes when a test says so, and not by itself. */
class AnswerTimeoutTest {

    private static final List<ByteBuffer> PIECE = List.of();

    private final AnswerTimeout timeout = new AnswerTimeout();
    private final HttpRequest request = new StandardHttpRequest.Builder()
            .uri("http://127.0.0.1/")
            .timeout(20, TimeUnit.SECONDS)
            .build();
    private final List<List<ByteBuffer>> taken = new ArrayList<>();
    private final AsyncBody.Consumer<List<ByteBuffer>> consumer =
            timeout.consumer((piece, from) -> taken.add(piece), request);
    private final Deque<CompletableFuture<?>> limits = new ArrayDeque<>();
    private final Body body = new Body();

    /** A future of which the tests have the timeouts. */
    private final class Done<T> extends CompletableFuture<T> {

        @Override
        public <U> CompletableFuture<U> newIncompleteFuture() {
            return new Done<>();
        }

        @Override
        public CompletableFuture<T> orTimeout(long time, TimeUnit unit) {
            limits.add(this);
            return this;
        }
    }

    private final class Body implements AsyncBody {

        private final CompletableFuture<Void> done = new Done<>();

        @Override
        public void consume() {}

        @Override
        public CompletableFuture<Void> done() {
            return done;
        }

        @Override
        public void cancel() {
            done.cancel(false);
        }
    }

    private record Head(AsyncBody body, HttpRequest request) implements HttpResponse<AsyncBody> {

        @Override
        public int code() {
            return 200;
        }

        @Override
        public Optional<HttpResponse<?>> previousResponse() {
            return Optional.empty();
        }

        @Override
        public List<String> headers(String key) {
            return List.of();
        }

        @Override
        public Map<String, List<String>> headers() {
            return Map.of();
        }
    }

    private void letTheHeadArrive() {
        timeout.after(request, new Head(body, request), consumer);
    }

    private void letAPieceArrive() throws Exception {
        consumer.consume(PIECE, body);
    }

    private void letTheLimitPass() {
        limits.remove().completeExceptionally(new TimeoutException());
    }

    @Test
    void anAnswerThatFlowsIsTakenHoweverLongItIs() throws Exception {
        letTheHeadArrive();
        letAPieceArrive();
        letTheLimitPass();
        letAPieceArrive();
        letTheLimitPass();

        assertThat(body.done).isNotDone();
        body.done.complete(null);
        assertThat(taken).hasSize(2);
        assertThat(limits).singleElement().matches(CompletableFuture::isDone, "is not waited for any more");
    }

    @Test
    void anAnswerThatFallsSilentIsGivenUp() throws Exception {
        letTheHeadArrive();
        letAPieceArrive();
        letTheLimitPass();
        letTheLimitPass();

        assertThatThrownBy(body.done::join).hasRootCauseInstanceOf(TimeoutException.class);
        assertThat(limits).isEmpty();
    }

    @Test
    void anAnswerOfWhichOnlyTheHeadArrivesIsGivenUp() {
        letTheHeadArrive();
        letTheLimitPass();

        assertThatThrownBy(body.done::join).hasRootCauseInstanceOf(TimeoutException.class);
    }

    @Test
    void whatIsStreamedHasNoLimit() {
        HttpRequest streaming =
                new StandardHttpRequest.Builder().uri("http://127.0.0.1/").build();
        timeout.after(streaming, new Head(body, streaming), consumer);

        assertThat(limits).isEmpty();
    }
}
