package dev.ipcdemo.trace;

import dev.ipcdemo.demo.recording.Event;
import dev.ipcdemo.demo.recording.Side;
import dev.ipcdemo.trace.TraceEntry.SystemCall;
import dev.ipcdemo.trace.TraceEntry.ThreadEnd;
import dev.ipcdemo.trace.TraceEntry.ThreadStart;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Turns what strace saw into the events of a timeline, and counts. Of each kind of call on a socket a limited number becomes an
 * event of its own; the others are counted, and told when the socket is closed. For use by any thread.
 */
public final class Trace {

    private final Map<Integer, TracedProcess> threads = new HashMap<>();
    private final Map<Side, Totals> totals = new EnumMap<>(Side.class);
    private final Map<Side, CompletableFuture<Void>> serving = new EnumMap<>(Side.class);
    private final Map<Side, TracedProcess> firstWithSockets = new EnumMap<>(Side.class);
    private final TraceEvents events;
    private final SocketCalls calls;
    private final Map<Side, String> notExecuted = new EnumMap<>(Side.class);
    private boolean hasEntries;

    /**
     * Before the first entry.
     *
     * @param limit how many calls of each kind become events of their own on each socket
     * @param clockOffsetNs what to subtract from a time since 1970 to get one by {@link System#nanoTime}
     * @param consumer gets each event
     */
    public Trace(long limit, long clockOffsetNs, Consumer<Event> consumer) {
        for (Side side : Side.values()) {
            totals.put(side, new Totals());
            serving.put(side, new CompletableFuture<>());
        }
        this.events = new TraceEvents(clockOffsetNs, consumer);
        this.calls = new SocketCalls(
                limit,
                events,
                process -> totals.get(process.side()),
                process -> serving.get(process.side()).complete(null));
    }

    /**
     * Takes the next entry of a command.
     *
     * @param side whose it is
     * @param entry what was seen
     */
    public synchronized void add(Side side, TraceEntry entry) {
        hasEntries = true;
        if (entry instanceof ThreadStart start) {
            started(side, start);
        } else if (entry instanceof ThreadEnd end) {
            TracedProcess process = threads.remove(end.thread());
            if (process != null && process.threadEnded()) {
                ended(process, end);
            }
        } else if (entry instanceof SystemCall call) {
            made(process(side, call.thread()), call);
            events.callTold();
        }
    }

    private TracedProcess process(Side side, int thread) {
        return threads.computeIfAbsent(thread, pid -> new TracedProcess(pid, side, ""));
    }

    private void started(Side side, ThreadStart start) {
        TracedProcess creator = process(side, start.creator());
        if (start.isProcess()) {
            threads.put(start.thread(), creator.fork(start.thread(), start.sharesDescriptors()));
        } else {
            creator.threadStarted();
            threads.put(start.thread(), creator);
        }
    }

    private void ended(TracedProcess process, ThreadEnd end) {
        List<TracedSocket> left = process.end();
        left.forEach(socket -> {
            events.hiddenCalls(process, socket, end.atNs() - 1);
            totals.get(process.side()).closed(socket, true);
        });
        if (firstWithSockets.containsKey(process.side()) && process.hasUsedSockets()) {
            String open =
                    String.join(", ", left.stream().map(TracedSocket::name).toList());
            events.note(
                    process,
                    end.atNs(),
                    process.prefix() + process.program() + " " + end.how()
                            + (open.isEmpty() ? "" : ", and left open " + open));
        }
    }

    private void made(TracedProcess process, SystemCall call) {
        if (call.name().startsWith("execve")) {
            notExecuted.putIfAbsent(process.side(), call.error());
            if (call.number() == 0) {
                process.exec(executed(call))
                        .forEach(socket -> totals.get(process.side()).closed(socket, false));
                if (process.hasUsedSockets()) {
                    events.note(process, call.endNs(), process.prefix() + "now runs " + process.program());
                }
            }
            return;
        }
        if (call.name().equals("io_uring_setup")) {
            if (call.number() >= 0) {
                totals.get(process.side()).usesIoUring();
                events.note(
                        process,
                        call.endNs(),
                        process.prefix() + "uses io_uring: what it does that way cannot be seen");
            }
            return;
        }
        if (calls.concern(process, call) && !calls.isCopyGivenUp(process, call)) {
            introduce(process, call);
            calls.take(process, call);
        }
    }

    /** The file that was executed: of execveat, what the descriptor stands for if there is no path beside it. */
    private static String executed(SystemCall call) {
        boolean isAt = call.name().equals("execveat");
        String path = new String(StraceText.data(call.argument(isAt ? 1 : 0)), StandardCharsets.UTF_8);
        return path.isEmpty() ? call.argument(0).replaceAll("^\\d+<|>$", "") : path;
    }

    /** The first process with sockets needs no introduction: there may be only one. */
    private void introduce(TracedProcess process, SystemCall call) {
        if (!process.usesSockets()) {
            return;
        }
        if (firstWithSockets.putIfAbsent(process.side(), process) != null) {
            process.showPid();
            events.note(process, call.startNs(), "[" + process.pid() + "] is another process: " + process.program());
        }
    }

    /**
     * When a command can be talked to.
     *
     * @param side the command
     * @return is completed when it listens, or has bound a datagram socket
     */
    public CompletableFuture<Void> serving(Side side) {
        return serving.get(side);
    }

    /**
     * Whether a command made any socket call up to now.
     *
     * @param side the command
     * @return false if there is nothing to show
     */
    public synchronized boolean hasSockets(Side side) {
        return firstWithSockets.containsKey(side);
    }

    /**
     * Why a command did not begin.
     *
     * @param side the command
     * @return the error with which the kernel refused to execute its program, such as {@code ENOEXEC}; empty if it did not
     */
    public synchronized Optional<String> notExecuted(Side side) {
        return Optional.ofNullable(notExecuted.get(side)).filter(error -> !error.isEmpty());
    }

    /**
     * Whether strace saw anything at all.
     *
     * @return false if it could not trace
     */
    public synchronized boolean hasEntries() {
        return hasEntries;
    }

    /**
     * What a command did in all, once it has ended.
     *
     * @param side the command
     * @return lines: calls, bytes, waits, failures, what was left open, and the sockets
     */
    public synchronized List<String> summary(Side side) {
        return totals.get(side).lines();
    }

    /**
     * The first events, for a diagram.
     *
     * @return events of both sides, with what became known of their sockets later
     */
    public synchronized List<Event> events() {
        return events.kept();
    }

    /**
     * The events of {@link #events}, all of them as those of one side.
     *
     * @param side the side
     * @return the events
     */
    public synchronized List<Event> eventsOf(Side side) {
        return events.kept().stream().map(event -> event.on(side)).toList();
    }

    /**
     * How many events there were that {@link #events} leaves out.
     *
     * @return 0 if none
     */
    public synchronized long leftOut() {
        return events.leftOut();
    }
}
