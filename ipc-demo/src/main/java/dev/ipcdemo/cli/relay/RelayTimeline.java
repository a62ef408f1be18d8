package dev.ipcdemo.cli.relay;

import dev.ipcdemo.cli.terminal.TimelinePrinter;
import dev.ipcdemo.demo.recording.Event;
import dev.ipcdemo.demo.recording.Side;
import dev.ipcdemo.relay.Direction;
import dev.ipcdemo.relay.Fault;
import dev.ipcdemo.relay.RelayClient;
import dev.ipcdemo.relay.RelayObserver;
import dev.ipcdemo.sockets.threads.Threads;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Shows what passes through a relay in two columns, each with what comes from one side. Nothing waits for the output to be
 * read: what there is no room for is left out, and counted.
 */
final class RelayTimeline implements RelayObserver, AutoCloseable {

    private static final int MOST_EVENTS = 4096;

    private final TimelinePrinter printer;
    private final boolean isHex;
    private final int mostBytes;
    private final BlockingQueue<Event> events = new ArrayBlockingQueue<>(MOST_EVENTS);
    private final AtomicLong leftOut = new AtomicLong();
    private final Thread thread;
    private volatile boolean isClosed;

    RelayTimeline(TimelinePrinter printer, boolean isHex, int mostBytes) {
        this.printer = printer;
        this.isHex = isHex;
        this.mostBytes = mostBytes;
        this.thread = Threads.startPlatform("timeline", this::print);
    }

    @Override
    public void opened(RelayClient client) {
        note(client, Side.CLIENT, "comes" + (client.endpoint().isNamed() ? " from " + client.endpoint() : ""));
    }

    @Override
    public void passing(RelayClient client, Direction direction, ByteBuffer bytes) {
        add(sender(direction), Event.Kind.CALL, "#" + client.number() + " " + sized(bytes));
    }

    @Override
    public void dropped(RelayClient client, Direction direction, ByteBuffer bytes, String why) {
        note(client, sender(direction), "dropped: " + sized(bytes) + ", " + why);
    }

    private String sized(ByteBuffer bytes) {
        int size = bytes.remaining();
        return size + (size == 1 ? " byte " : " bytes ") + content(bytes);
    }

    @Override
    public void ending(RelayClient client, Direction direction) {
        note(client, sender(direction), "end of stream");
    }

    @Override
    public void injected(RelayClient client, Direction direction, Fault fault, int bytes) {
        note(client, sender(direction), "fault: " + fault + (bytes > 0 ? " (" + bytes + " bytes)" : ""));
    }

    @Override
    public void closed(RelayClient client, String why) {
        note(client, Side.CLIENT, "is gone: " + why);
    }

    private static Side sender(Direction direction) {
        return direction == Direction.TO_TARGET ? Side.CLIENT : Side.SERVER;
    }

    /** The beginning of what passes. */
    private String content(ByteBuffer bytes) {
        StringBuilder text = new StringBuilder();
        int shown = Math.min(mostBytes, bytes.remaining());
        for (int i = 0; i < shown; i++) {
            int value = bytes.get(bytes.position() + i) & 0xff;
            text.append(isHex ? String.format("%02x%s", value, i % 4 == 3 ? " " : "") : character(value));
        }
        String end = shown < bytes.remaining() ? "…" : "";
        return isHex ? text.toString().strip() + end : "\"" + text + "\"" + end;
    }

    private static String character(int value) {
        return switch (value) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            default -> value < ' ' || value > '~' ? String.format("\\x%02x", value) : "" + (char) value;
        };
    }

    private void note(RelayClient client, Side side, String text) {
        add(side, Event.Kind.NOTE, "#" + client.number() + " " + text);
    }

    private void add(Side side, Event.Kind kind, String text) {
        long nowNs = System.nanoTime();
        if (!events.offer(new Event(side, kind, nowNs, nowNs, false, text, "", ""))) {
            leftOut.incrementAndGet();
        }
    }

    private void print() {
        while (!isClosed || !events.isEmpty()) {
            next().ifPresent(event -> {
                printer.add(event);
                printer.finishCalls();
            });
            long missing = leftOut.getAndSet(0);
            if (missing > 0) {
                long nowNs = System.nanoTime();
                printer.add(new Event(
                        Side.CLIENT, Event.Kind.NOTE, nowNs, nowNs, false, missing + " lines are left out", "", ""));
            }
        }
        printer.finishCalls();
    }

    private Optional<Event> next() {
        try {
            return Optional.ofNullable(events.poll(100, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            isClosed = true; // nobody interrupts this thread
            return Optional.empty();
        }
    }

    /** Prints what is left, but waits no longer than some seconds for that. */
    @Override
    public void close() {
        isClosed = true;
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
