package dev.ipcdemo.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.impl.exec.ExecPty;
import org.jline.terminal.impl.exec.ExecTerminalProvider;
import org.jline.terminal.spi.Pty;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalProvider;
import org.jline.utils.ExecHelper;
import org.jline.utils.NonBlockingInputStream;

/**
 * The terminal that standard input and output are, with its settings read and changed by stty(1), which puts back exactly
 * what it found. JLine changes the settings for each line; here they change when they are told to, so that between two
 * lines nothing is echoed.
 */
final class SttyPty implements Pty {

    private static final String STTY = "stty";

    /** Keys come one by one and unchanged, Ctrl-C and Ctrl-Z still send signals, and reading ends after 0.1 s without a key. */
    private static final String[] RAW = {
        "-icanon", "-echo", "-iexten", "-ixon", "-icrnl", "-inlcr", "min", "0", "time", "1"
    };

    private final TerminalProvider provider = new ExecTerminalProvider();
    private final String before;
    private final Attributes attributes;
    private volatile Size size;

    private SttyPty(String before, Attributes attributes, Size size) {
        this.before = before;
        this.attributes = attributes;
        this.size = size;
    }

    /**
     * Reads the settings.
     *
     * @return the terminal
     * @throws IOException if standard input is none, or there is no stty
     */
    static SttyPty open() throws IOException {
        return new SttyPty(stty("-g").trim(), ExecPty.doGetAttr(stty("-a")), readSize());
    }

    private static String stty(String... arguments) throws IOException {
        return ExecHelper.exec(
                true, Stream.concat(Stream.of(STTY), Stream.of(arguments)).toArray(String[]::new));
    }

    private static Size readSize() throws IOException {
        String[] rowsAndColumns = stty("size").trim().split(" ");
        return new Size(Integer.parseInt(rowsAndColumns[1]), Integer.parseInt(rowsAndColumns[0]));
    }

    void enterRawMode() throws IOException {
        stty(RAW);
    }

    void leaveRawMode() throws IOException {
        stty(before);
    }

    /** After it has changed. */
    void updateSize() throws IOException {
        size = readSize();
    }

    @Override
    public Size getSize() {
        return size;
    }

    /** What the settings were at first. */
    @Override
    public Attributes getAttr() {
        return new Attributes(attributes);
    }

    @Override
    public void setAttr(Attributes wanted) {}

    @Override
    public InputStream getSlaveInput() {
        return new Keys();
    }

    @Override
    public OutputStream getSlaveOutput() {
        return new FileOutputStream(FileDescriptor.out);
    }

    /** What is typed in raw mode. */
    private static final class Keys extends NonBlockingInputStream {

        /** A reading that ends sooner has come to the end: the terminal has gone. */
        private static final long SHORTEST_PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(50);

        private static final int NONE = -1;

        private final InputStream in = new FileInputStream(FileDescriptor.in);
        private int peeked = NONE;

        @Override
        public int read(long timeoutMs, boolean isPeek) throws IOException {
            int key = peeked == NONE ? await(timeoutMs) : peeked;
            peeked = isPeek && key >= 0 ? key : NONE;
            return key;
        }

        private int await(long timeoutMs) throws IOException {
            long startNs = System.nanoTime();
            long beforeNs;
            long nowNs = startNs;
            do {
                beforeNs = nowNs;
                int key = in.read();
                if (key >= 0) {
                    return key;
                }
                nowNs = System.nanoTime();
                if (timeoutMs > 0 && nowNs - startNs >= TimeUnit.MILLISECONDS.toNanos(timeoutMs)) {
                    return READ_EXPIRED;
                }
            } while (nowNs - beforeNs >= SHORTEST_PAUSE_NS);
            return EOF;
        }
    }

    @Override
    public SystemStream getSystemStream() {
        return SystemStream.Output;
    }

    @Override
    public TerminalProvider getProvider() {
        return provider;
    }

    /** Puts the settings back to what they were at first. */
    @Override
    public void close() throws IOException {
        leaveRawMode();
    }

    @Override
    public InputStream getMasterInput() {
        throw new UnsupportedOperationException("the terminal has the other end");
    }

    @Override
    public OutputStream getMasterOutput() {
        throw new UnsupportedOperationException("the terminal has the other end");
    }

    @Override
    public void setSize(Size wanted) {
        throw new UnsupportedOperationException("the terminal has its size from its user");
    }
}
