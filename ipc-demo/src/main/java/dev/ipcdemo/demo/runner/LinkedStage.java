package dev.ipcdemo.demo.runner;

import dev.ipcdemo.demo.recording.Event.Kind;
import dev.ipcdemo.demo.recording.Recorder;
import dev.ipcdemo.demo.recording.RecordingTransports;
import dev.ipcdemo.demo.spi.Stage;
import dev.ipcdemo.launch.Link;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/** The stage of a side: its calls are recorded, and what the other side tells comes over a link. */
final class LinkedStage implements Stage {

    private final Transport transport;
    private final Recorder recorder;
    private final Consumer<String> tell;
    private final Endpoint anywhere;
    private final Duration limit;
    private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();

    /** What the other side told, or that it will tell nothing more, and why. */
    private record Heard(String text, boolean isEnd) {}

    /**
     * A stage that hears nothing until {@link #listen} runs.
     *
     * @param transport whose calls are recorded
     * @param recorder records them
     * @param tell tells the other side
     * @param anywhere where the other side can reach a socket
     * @param limit how long to wait for what the other side tells
     */
    LinkedStage(Transport transport, Recorder recorder, Consumer<String> tell, Endpoint anywhere, Duration limit) {
        this.transport = RecordingTransports.of(transport, recorder);
        this.recorder = recorder;
        this.tell = tell;
        this.anywhere = anywhere;
        this.limit = limit;
    }

    /** Receives what the other side tells, until the link ends. */
    void listen(Link link) {
        String why = "the other side has ended";
        try {
            List<String> message = link.receive();
            while (!message.isEmpty()) {
                heard.add(new Heard(message.get(1), false));
                message = link.receive();
            }
        } catch (IOException e) {
            why = e.getMessage();
        }
        heard.add(new Heard(why, true));
    }

    @Override
    public Transport transport() {
        return transport;
    }

    @Override
    public Endpoint anywhere() {
        return anywhere;
    }

    @Override
    public void tell(String text) {
        tell.accept(text);
    }

    @Override
    public String hear() {
        try {
            Heard next = heard.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (next == null) {
                throw new IllegalStateException("the other side has told nothing for " + DemoRun.seconds(limit));
            }
            if (next.isEnd()) {
                heard.add(next);
                throw new IllegalStateException(next.text());
            }
            return next.text();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the other side", e);
        }
    }

    @Override
    public <T> T call(String call, Callable<T> body, Function<? super T, String> show) throws Exception {
        return recorder.<T, Exception>call(true, call, body::call, show);
    }

    @Override
    public <T> T act(String call, Callable<T> body, Function<? super T, String> show) throws Exception {
        return recorder.<T, Exception>call(call, body::call, show);
    }

    @Override
    public <X extends Exception> void act(String call, Action<X> body) throws X {
        recorder.<X>action(call, body::run);
    }

    @Override
    public <T> T together(String calls, Callable<T> body) throws Exception {
        return recorder.together(calls, body::call);
    }

    @Override
    public void note(String remark) {
        recorder.say(Kind.NOTE, remark);
    }

    @Override
    public void claim(boolean holds, String claim) {
        recorder.say(holds ? Kind.CLAIM : Kind.FALSE_CLAIM, claim);
    }

    @Override
    public void conclude(String sentence) {
        recorder.say(Kind.CONCLUSION, sentence);
    }
}
