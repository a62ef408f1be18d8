package dev.ipcdemo.cluster.http;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Limits the silence in the body of an answer to the timeout of its request. The client's own limit ends with the head,
 * as that of {@link java.net.http.HttpRequest.Builder#timeout} does: a network that fell silent after it would be waited
 * for without end. A long answer over a slow network is taken as long as it flows. What is streamed has no limit, and
 * gets none.
 */
public final class AnswerTimeout implements Interceptor {

    /** Makes one, which may serve any number of requests. */
    public AnswerTimeout() {}

    @Override
    public AsyncBody.Consumer<List<ByteBuffer>> consumer(
            AsyncBody.Consumer<List<ByteBuffer>> consumer, HttpRequest request) {
        return new Arrivals(consumer);
    }

    @Override
    public void after(HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        if (request instanceof StandardHttpRequest limited
                && limited.getTimeout() != null
                && response.body() instanceof AsyncBody body) {
            consumer.unwrap(Arrivals.class).awaitEnd(body, limited.getTimeout());
        }
    }

    /** Whether an answer still flows. */
    private static final class Arrivals implements AsyncBody.Consumer<List<ByteBuffer>> {

        private final AsyncBody.Consumer<List<ByteBuffer>> consumer;
        private volatile boolean hasArrived;

        Arrivals(AsyncBody.Consumer<List<ByteBuffer>> consumer) {
            this.consumer = consumer;
        }

        @Override
        public void consume(List<ByteBuffer> value, AsyncBody body) throws Exception {
            hasArrived = true;
            consumer.consume(value, body);
        }

        /** Other interceptors look for a consumer of their own. */
        @Override
        public <U> U unwrap(Class<U> target) {
            return Optional.ofNullable(AsyncBody.Consumer.super.unwrap(target))
                    .orElseGet(() -> consumer.unwrap(target));
        }

        /** Looks after each limit whether something has arrived: a silence lasts twice the limit at most. */
        void awaitEnd(AsyncBody body, Duration limit) {
            hasArrived = false;
            body.done()
                    .copy()
                    .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                    .whenComplete((nothing, failure) -> {
                        if (failure instanceof TimeoutException) {
                            goOnUnlessSilent(body, limit, failure);
                        }
                    });
        }

        private void goOnUnlessSilent(AsyncBody body, Duration limit, Throwable timeout) {
            if (hasArrived) {
                awaitEnd(body, limit);
            } else {
                body.done().completeExceptionally(timeout);
                body.cancel();
            }
        }
    }
}
