package dev.ipcdemo.cluster;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Grants the body of an answer as much time as the request had until its head. The client's own limit ends with the head, as
 * that of {@link java.net.http.HttpRequest.Builder#timeout} does: a network that fell silent after it would be waited for
 * without end. What is streamed has no limit, and gets none.
 */
final class AnswerTimeout implements Interceptor {

    @Override
    public void after(HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        if (request instanceof StandardHttpRequest limited
                && limited.getTimeout() != null
                && response.body() instanceof AsyncBody body) {
            limit(body, limited.getTimeout());
        }
    }

    private static void limit(AsyncBody body, Duration most) {
        body.done().orTimeout(most.toMillis(), TimeUnit.MILLISECONDS).whenComplete((nothing, failure) -> {
            if (failure instanceof TimeoutException) {
                body.cancel();
            }
        });
    }
}
