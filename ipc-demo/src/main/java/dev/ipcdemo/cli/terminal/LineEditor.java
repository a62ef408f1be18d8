package dev.ipcdemo.cli.terminal;

import dev.ipcdemo.sockets.threads.Threads;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A terminal at which lines are edited while text is printed above them: with the arrow keys, and with a history of what was
 * typed. Ctrl-D on an empty line ends the input. However the JVM ends, unless it is killed, the terminal's settings are as
 * they were before.
 *
 * <p>JLine does it, and its classes are loaded when an editor is opened.
 */
public final class LineEditor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LineEditor.class);

    /** What a line that has no end yet is given to come to its end. */
    private static final Duration MOMENT = Duration.ofMillis(200);

    /** A terminal that takes no output must not keep the JVM from ending. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final EditorTerminal terminal;
    private final EditorReader reader;
    private final Thread hook = new Thread(this::endInTime, "terminal");

    private LineEditor(EditorTerminal terminal, SttyPty pty) {
        this.terminal = terminal;
        this.reader = new EditorReader(terminal, pty);
    }

    /**
     * Opens it.
     *
     * @return the editor; empty if this terminal cannot move its cursor, or there is no stty
     */
    public static Optional<LineEditor> open() {
        String type = System.getenv().getOrDefault("TERM", "dumb");
        if (type.startsWith("dumb")) {
            return Optional.empty();
        }
        try {
            SttyPty pty = SttyPty.open();
            if (pty.getSize().getColumns() == 0) {
                return Optional.empty();
            }
            LineEditor editor = new LineEditor(EditorTerminal.open(type, pty), pty);
            editor.start();
            return Optional.of(editor);
        } catch (IOException | RuntimeException | LinkageError e) {
            LOG.debug("lines are not edited at this terminal", e);
            return Optional.empty();
        }
    }

    private void start() throws IOException {
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            reader.start();
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /**
     * What is typed, line by line.
     *
     * @return the input, in UTF-8
     */
    public InputStream input() {
        return new InputStream() {
            private ByteBuffer line = ByteBuffer.allocate(0);

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                if (!line.hasRemaining()) {
                    line = StandardCharsets.UTF_8.encode(
                            reader.next().map(text -> text + "\n").orElse(""));
                }
                int count = Math.min(length, line.remaining());
                line.get(bytes, offset, count);
                return count == 0 ? -1 : count;
            }
        };
    }

    /**
     * Where the text above the line is printed: UTF-8, with '?' in place of what could steer the terminal.
     *
     * @return the output
     */
    public OutputStream output() {
        return new PrintableOutput(new TextAbove());
    }

    /** Gets whole characters. */
    private final class TextAbove extends OutputStream {

        private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "line without an end");
            thread.setDaemon(true);
            return thread;
        });
        private final AtomicBoolean isTimerSet = new AtomicBoolean();

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            reader.print(new String(bytes, offset, count, StandardCharsets.UTF_8));
            if (terminal.writer().checkError()) {
                throw new IOException("standard output could not be written");
            }
            if (reader.isHoldingBack() && isTimerSet.compareAndSet(false, true)) {
                timer.schedule(this::showPart, MOMENT.toMillis(), TimeUnit.MILLISECONDS);
            }
        }

        private void showPart() {
            isTimerSet.set(false);
            reader.showPart();
        }
    }

    /**
     * Ends the line that is being typed, and puts the terminal back as it was.
     *
     * @throws IOException if that fails
     */
    @Override
    public void close() throws IOException {
        reader.end();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            LOG.debug("the JVM is ending", e);
        }
    }

    /** At the JVM's end. */
    private void endInTime() {
        Thread end = Threads.startPlatform("end of the line", this::end);
        try {
            end.join(PATIENCE.toMillis());
            if (end.isAlive()) {
                terminal.close();
            }
        } catch (IOException | InterruptedException e) {
            LOG.debug("the terminal is not as it was", e);
        }
    }

    private void end() {
        try {
            reader.end();
        } catch (IOException e) {
            LOG.debug("the terminal is not as it was", e);
        }
    }
}
