package dev.ipcdemo.compare.rig;

import dev.ipcdemo.compare.machine.ControlGroup;
import dev.ipcdemo.compare.plan.Way;
import dev.ipcdemo.compare.wire.Numbered;
import dev.ipcdemo.compare.wire.Reply;
import dev.ipcdemo.compare.wire.Request;
import dev.ipcdemo.launch.JvmOptions;
import dev.ipcdemo.launch.JvmSource;
import dev.ipcdemo.launch.MessageLink;
import dev.ipcdemo.launch.Worker;
import dev.ipcdemo.launch.WorkerHost;
import dev.ipcdemo.sockets.threads.Threads;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A JVM that runs a {@link MeasuringTask}, as the rig sees it. For one thread. */
final class MeasuringJvm implements Closeable {

    /**
     * Agrona needs access to the JDK's own Unsafe; a collector of one thread starts faster than others and does not run
     * where nothing is allocated.
     */
    private static final List<String> OPTIONS = List.of(
            "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xms64m");

    /**
     * A wait is counted in slices, each of which counts for little more than itself: time during which this process was
     * stopped (SIGSTOP, Ctrl-Z) is not time in which the other did not reply.
     */
    private static final long SLICE_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long STOPPED_NS = TimeUnit.SECONDS.toNanos(5);

    private final Worker worker;
    private final MessageLink<Numbered<Request<?>>, Numbered<Reply>> link;
    private final BlockingQueue<Optional<Numbered<Reply>>> replies = new LinkedBlockingQueue<>();
    private volatile boolean hasEnded;
    private volatile Optional<String> brokenLink = Optional.empty();
    private Optional<String> failure = Optional.empty();
    private final long killsBefore = ControlGroup.here().memoryKills();
    private int next;

    MeasuringJvm(Worker worker) {
        this.worker = worker;
        link = new MessageLink<>(worker.link(), Numbered::readReply);
        Threads.start(false, "replies", this::listen);
    }

    static MeasuringJvm start(WorkerHost host, Way way) throws IOException {
        List<String> users = Stream.concat(JvmOptions.ofUser().stream(), way.jvmOptions().stream())
                .toList();
        List<String> options = Stream.concat(
                        JvmOptions.withoutOverridden(OPTIONS, users).stream(), way.jvmOptions().stream())
                .toList();
        return new MeasuringJvm(host.start(MeasuringTask.NAME, new JvmSource(way.java(), way.build()), options));
    }

    /** What such a JVM is started with, by us, by the user's environment and by the way's options. */
    static List<String> options(Way way) {
        return JvmOptions.shown(OPTIONS, way.jvmOptions());
    }

    /**
     * Makes sure that it understands what it will be asked.
     *
     * @return its Java runtime
     * @throws IOException if it does not, or does not even start
     */
    String greet(long limitNs) throws IOException {
        Reply.Greeted other;
        try {
            other = ask(new Request.Greet(Request.VERSION), limitNs);
        } catch (IOException e) {
            throw new IOException(
                    e.getMessage() + " (did it start, and is it a build that speaks version " + Request.VERSION
                            + " of the messages between measuring JVMs?)",
                    e);
        }
        if (other.version() != Request.VERSION) {
            throw new IOException("it speaks version " + other.version()
                    + " of the messages between measuring JVMs, and" + " this build speaks version " + Request.VERSION
                    + ": compare with a build that speaks the same");
        }
        return other.jdk();
    }

    private void listen() {
        try {
            for (Optional<Numbered<Reply>> reply = link.receive(); reply.isPresent(); reply = link.receive()) {
                replies.add(reply);
            }
        } catch (IOException e) {
            brokenLink = Optional.of(String.valueOf(e.getMessage()));
        }
        hasEnded = true;
        replies.add(Optional.empty());
    }

    /** Whether nothing more can be asked of it. */
    boolean isUnusable() {
        return hasEnded || failure.isPresent();
    }

    /** Why nothing more can be asked of it, without saying which JVM it is: the same of two JVMs is the same failure. */
    Optional<String> failure() {
        if (hasEnded && failure.isEmpty()) {
            failure = Optional.of(brokenLink.map(why -> why + ", and it ").orElse("")
                    + worker.outcome()
                    + ControlGroup.here()
                            .shortageSince(killsBefore)
                            .map(why -> "; " + why)
                            .orElse(""));
        }
        return failure;
    }

    Worker worker() {
        return worker;
    }

    private IOException unusable() {
        return new IOException(worker.place() + " " + failure().orElse("has ended"));
    }

    /** A request whose reply is still to come. */
    final class Pending<R extends Reply> {

        private final int number;
        private final Request<R> request;

        private Pending(int number, Request<R> request) {
            this.number = number;
            this.request = request;
        }

        /**
         * Waits for the reply, and passes over replies to requests that have been given up.
         *
         * @throws ReplyTimeout if it does not come in time; it can be waited for again
         * @throws IOException if the request failed, or the JVM did
         */
        R await(long limitNs) throws IOException {
            long leftNs = limitNs;
            while (leftNs > 0 && !hasStopped(limitNs - leftNs)) {
                long beganNs = System.nanoTime();
                Optional<Optional<Numbered<Reply>>> reply = poll(Math.min(leftNs, SLICE_NS));
                if (reply.isPresent()) {
                    Numbered<Reply> numbered = reply.get().orElseThrow(() -> {
                        replies.add(Optional.empty()); // the next call sees the end too
                        return unusable();
                    });
                    if (numbered.number() == number) {
                        return result(numbered.message());
                    }
                }
                leftNs -= Math.min(System.nanoTime() - beganNs, 2 * SLICE_NS);
            }
            throw new ReplyTimeout(worker.place() + " " + noReply(limitNs - leftNs));
        }

        /** One that is stopped need not be waited for as long as one that may only be slow. */
        private boolean hasStopped(long waitedNs) {
            return waitedNs > STOPPED_NS && worker.isStopped();
        }

        private String noReply(long waitedNs) {
            return String.format(
                    "did not reply to '%s' within %.1f s: is it stopped?",
                    request.getClass().getSimpleName(), waitedNs / (double) TimeUnit.SECONDS.toNanos(1));
        }

        private R result(Reply reply) throws IOException {
            if (reply instanceof Reply.Failed failed) {
                throw new IOException(failed.why());
            }
            return request.replyType().cast(reply);
        }
    }

    private Optional<Optional<Numbered<Reply>>> poll(long limitNs) throws IOException {
        try {
            return Optional.ofNullable(replies.poll(limitNs, TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for a reply", e);
        }
    }

    /** Sends a request, for a reply that may take its time. */
    <R extends Reply> Pending<R> send(Request<R> request) throws IOException {
        if (failure.isPresent()) {
            throw unusable();
        }
        Pending<R> pending = new Pending<>(next++, request);
        try {
            link.send(new Numbered<>(pending.number, request));
        } catch (IOException e) {
            hasEnded = true;
            throw unusable();
        }
        return pending;
    }

    /** Sends a request, and waits for the reply. A JVM that does not reply in time is not asked again. */
    <R extends Reply> R ask(Request<R> request, long limitNs) throws IOException {
        Pending<R> pending = send(request);
        try {
            return pending.await(limitNs);
        } catch (ReplyTimeout e) {
            giveUp(pending.noReply(limitNs));
            throw e;
        }
    }

    /** Asks it nothing more. */
    void giveUp(String why) {
        failure = Optional.of(why);
    }

    @Override
    public void close() {
        worker.close();
    }

    /** It did not reply in time. */
    static final class ReplyTimeout extends IOException {

        private static final long serialVersionUID = 1L;

        ReplyTimeout(String message) {
            super(message);
        }
    }
}
