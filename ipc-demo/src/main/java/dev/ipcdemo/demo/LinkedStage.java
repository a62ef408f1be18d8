package dev.ipcdemo.demo;

import dev.ipcdemo.demo.Event.Kind;
import dev.ipcdemo.demo.spi.Stage;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Transport;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/** A stage whose other side is heard by a queue that somebody fills. */
final class LinkedStage implements Stage {

    private final Transport transport;
    private final Recorder recorder;
    private final Consumer<String> tell;
    private final Endpoint anywhere;
    private final Duration patience;
    private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();

    /** What comes from the other side: something it told, or that nothing more will come, and why. */
    private record Heard(String text, boolean isEnd) {}

    /** Nothing more will be heard; why, the other side's own outcome says better. */
    static final class OtherSideEnded extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        OtherSideEnded(String why) {
            super(why);
        }
    }

    LinkedStage(Transport transport, Recorder recorder, Consumer<String> tell, Endpoint anywhere, Duration patience) {
        this.transport = RecordingTransports.of(transport, recorder);
        this.recorder = recorder;
        this.tell = tell;
        this.anywhere = anywhere;
        this.patience = patience;
    }

    void fill(String text) {
        heard.add(new Heard(text, false));
    }

    void fillEnd(String why) {
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
            Heard next = heard.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (next == null) {
                throw new IllegalStateException("the other side said nothing for " + DemoRun.seconds(patience));
            }
            if (next.isEnd()) {
                heard.add(next);
                throw new OtherSideEnded(next.text());
            }
            return next.text();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the other side", e);
        }
    }

    @Override
    public <T> T call(String call, Callable<T> body, Function<? super T, String> show) throws Exception {
        return recorder.<T, Exception>wait(call, body::call, show::apply);
    }

    @Override
    public <T> T act(String call, Callable<T> body, Function<? super T, String> show) throws Exception {
        return recorder.<T, Exception>call(call, body::call, show::apply);
    }

    @Override
    public <X extends Exception> void act(String call, Action<X> body) throws X {
        recorder.<X>action(call, body::run);
    }

    @Override
    public <T> T together(String calls, Callable<T> body) throws Exception {
        return recorder.together(calls, body::call, String::valueOf);
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
