package dev.ipcdemo.demo.runner;

import dev.ipcdemo.demo.recording.Event.Kind;
import dev.ipcdemo.demo.recording.Recorder;
import dev.ipcdemo.demo.recording.RecordingTransports;
import dev.ipcdemo.demo.recording.Side;
import dev.ipcdemo.demo.spi.Demo;
import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.demo.spi.Stage;
import dev.ipcdemo.launch.Link;
import dev.ipcdemo.launch.MessageLink;
import dev.ipcdemo.launch.Task;
import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Endpoint.AnyName;
import dev.ipcdemo.sockets.Endpoint.HostPort;
import dev.ipcdemo.sockets.HostNames;
import dev.ipcdemo.sockets.SocketFailure;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.Transports;
import dev.ipcdemo.sockets.spi.InetNames;
import dev.ipcdemo.sockets.threads.Threads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** One side of a demo, run by a worker; {@link DemoMessage} has what goes over the link. */
public final class DemoTask implements Task {

    /** The task's name. */
    static final String NAME = "demo";

    /** Called by {@link java.util.ServiceLoader}. */
    public DemoTask() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void run(Link bytes) throws IOException {
        MessageLink<DemoMessage, DemoMessage> link = DemoMessage.over(bytes);
        Optional<DemoMessage> first = link.receive();
        if (first.isPresent() && first.get() instanceof DemoMessage.Start start) {
            run(start, link);
        } else {
            throw new IOException("the starter did not say which demo to run");
        }
    }

    private static void run(DemoMessage.Start start, MessageLink<DemoMessage, DemoMessage> link) throws IOException {
        Demo demo = Demos.byName(start.demo());
        Transport transport = Transports.byScheme(start.scheme());
        transport.availability(); // loads its native library, which would otherwise count as part of the first call
        Recorder recorder = new Recorder(start.side(), event -> send(link, new DemoMessage.Recorded(event)));
        LinkedStage stage =
                new LinkedStage(link, transport, recorder, anywhere(transport, start.scope()), demo.limit());
        Threads.startPlatform("demo-listener", stage::listen);
        if (DemoRun.hasJvmOfItsOwn(start.side(), start.scope())) {
            recorder.say(Kind.JVM_START, "");
        }
        try {
            if (start.side() == Side.SERVER) {
                demo.server(stage);
            } else {
                demo.client(stage);
            }
            send(link, new DemoMessage.Done());
        } catch (Exception | LinkageError e) {
            send(link, new DemoMessage.Failed(e.getMessage() == null ? e.toString() : e.getMessage()));
        }
    }

    /**
     * Where the other side can reach a server. On another host that is only an address of this one that is not loopback; a
     * socket file goes into the temporary directory, which the hosts share.
     */
    private static Endpoint anywhere(Transport transport, Scope scope) throws SocketFailure {
        if (scope != Scope.CROSS_HOST || transport.domains().contains(Domain.AF_UNIX)) {
            return new Endpoint(transport.scheme(), new AnyName());
        }
        InetAddress here = HostNames.lookup(HostNames.local()).get(0);
        return new Endpoint(transport.scheme(), new HostPort(InetNames.text(here), "0"));
    }

    /** Sends a message. If the other end has gone, this side has no reason to go on. */
    static void send(MessageLink<DemoMessage, DemoMessage> link, DemoMessage message) {
        try {
            link.send(message);
        } catch (IOException e) {
            throw new UncheckedIOException("the other side of the demo has gone", e);
        }
    }

    /** The stage of a side: its calls are recorded, and what the other side tells comes over a link. */
    private static final class LinkedStage implements Stage {

        private final MessageLink<DemoMessage, DemoMessage> link;
        private final Transport transport;
        private final Recorder recorder;
        private final Endpoint anywhere;
        private final Duration limit;
        private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();

        /** What the other side told, or that it will tell nothing more, and why. */
        private record Heard(String text, boolean isEnd) {}

        /**
         * A stage that hears nothing until {@link #listen} runs.
         *
         * @param link to the other side
         * @param transport whose calls are recorded
         * @param recorder records them
         * @param anywhere where the other side can reach a socket
         * @param limit how long to wait for what the other side tells
         */
        LinkedStage(
                MessageLink<DemoMessage, DemoMessage> link,
                Transport transport,
                Recorder recorder,
                Endpoint anywhere,
                Duration limit) {
            this.link = link;
            this.transport = RecordingTransports.of(transport, recorder);
            this.recorder = recorder;
            this.anywhere = anywhere;
            this.limit = limit;
        }

        /** Receives what the other side tells, until the link ends. */
        void listen() {
            String why = "the other side has ended";
            try {
                for (Optional<DemoMessage> next = link.receive(); next.isPresent(); next = link.receive()) {
                    if (next.get() instanceof DemoMessage.Tell told) {
                        heard.add(new Heard(told.text(), false));
                    }
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
            send(link, new DemoMessage.Tell(text));
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
}
