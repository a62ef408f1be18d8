package dev.ipcdemo.cli.terminal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Optional;
import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.Reference;
import org.jline.reader.impl.DefaultParser;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.Terminal.SignalHandler;
import org.jline.utils.AttributedString;
import org.jline.utils.InfoCmp.Capability;

/**
 * Reads lines in which no character has a meaning of its own, as some have in a shell, and prints text above the line that
 * is being typed. The last line of that text is held back until it is complete; meanwhile it can be shown with the prompt.
 */
final class EditorReader extends LineReaderImpl {

    private static final String PROMPT = "> ";

    /** A longer one would fill the terminal. */
    private static final int LONGEST_SHOWN = 500;

    private static final int LONGEST_HELD = 1 << 16;

    private final EditorTerminal terminal;
    private final SttyPty pty;

    /** What has come of the last line; the first {@code shownLength} characters are shown with the prompt. */
    private final StringBuilder held = new StringBuilder();

    private int shownLength;
    private boolean hasInputEnded;
    private boolean isOver;

    EditorReader(EditorTerminal terminal, SttyPty pty) {
        super(terminal, "ipc-demo", new HashMap<>());
        this.terminal = terminal;
        this.pty = pty;
        setParser(new DefaultParser().quoteChars(new char[0]).escapeChars(new char[0]));
        setOpt(Option.DISABLE_EVENT_EXPANSION);
        setOpt(Option.DISABLE_HIGHLIGHTER);
        unsetOpt(Option.BRACKETED_PASTE); // a line break that is pasted ends the line
        unsetOpt(Option.HISTORY_IGNORE_SPACE);
        unsetOpt(Option.HISTORY_REDUCE_BLANKS);
        setVariable(LineReader.BLINK_MATCHING_PAREN, 0);
        setVariable(LineReader.DISABLE_COMPLETION, true);
        bindKeys();
        getWidgets().put(LineReader.CALLBACK_INIT, this::showHeld);
    }

    /** JLine knows the arrow keys as terminfo describes them, and what it does for "up" is a search. */
    private void bindKeys() {
        bind(LineReader.UP_LINE_OR_HISTORY, Capability.key_up, 'A');
        bind(LineReader.DOWN_LINE_OR_HISTORY, Capability.key_down, 'B');
        bind(LineReader.FORWARD_CHAR, Capability.key_right, 'C');
        bind(LineReader.BACKWARD_CHAR, Capability.key_left, 'D');
        bind(LineReader.END_OF_LINE, Capability.key_end, 'F');
        bind(LineReader.BEGINNING_OF_LINE, Capability.key_home, 'H');
        KeyMap<Binding> keys = getKeyMaps().get(LineReader.MAIN);
        keys.bind(new Reference(LineReader.SELF_INSERT), "\t");
        keys.unbind(KeyMap.ctrl('X') + KeyMap.ctrl('E')); // would start an editor that JLine has elsewhere
    }

    private void bind(String widget, Capability key, char letter) {
        getKeyMaps()
                .get(LineReader.MAIN)
                .bind(new Reference(widget), KeyMap.key(terminal, key), "\033[" + letter, "\033O" + letter);
    }

    /** Puts the terminal into raw mode, until {@link #end}. */
    void start() throws IOException {
        pty.enterRawMode();
        terminal.handle(Signal.WINCH, this::handleSignal);
        terminal.handle(Signal.CONT, this::handleSignal);
        terminal.handle(Signal.TSTP, this::handleSignal);
    }

    /** Reads a line; empty at the end of the input. */
    Optional<String> next() throws IOException {
        try {
            return Optional.of(readLine(PROMPT));
        } catch (EndOfFileException e) {
            endInput();
            return Optional.empty();
        }
    }

    private void endInput() throws IOException {
        lock.lock();
        try {
            hasInputEnded = true;
            printHeld();
            pty.leaveRawMode();
            terminal.handle(Signal.TSTP, SignalHandler.SIG_DFL);
        } finally {
            lock.unlock();
        }
    }

    /** Prints text, which goes on where the one before has ended. */
    void print(String text) {
        lock.lock();
        try {
            held.append(text);
            if (hasInputEnded) {
                printHeld();
            } else if (held.length() - held.lastIndexOf("\n") > LONGEST_HELD) {
                breakLine();
            } else {
                printLines();
            }
        } finally {
            lock.unlock();
        }
    }

    private void printLines() {
        int length = held.lastIndexOf("\n") + 1;
        if (length > 0 && !isOver) {
            String lines = held.substring(0, length);
            held.delete(0, length);
            shownLength = 0;
            prompt = new AttributedString(PROMPT);
            printAbove(lines);
        }
    }

    private void breakLine() {
        held.append('\n');
        printLines();
    }

    private void printHeld() {
        if (!isOver) {
            terminal.writer().print(held);
            terminal.flush();
        }
        held.setLength(0);
    }

    /** Whether a part of a line is neither printed nor shown. */
    boolean isHoldingBack() {
        lock.lock();
        try {
            return held.length() > shownLength;
        } finally {
            lock.unlock();
        }
    }

    /** Shows what has come of a line. */
    void showPart() {
        lock.lock();
        try {
            if (held.length() > LONGEST_SHOWN) {
                breakLine();
            } else if (reading) {
                showHeld();
                redisplay();
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean showHeld() {
        shownLength = held.length() > LONGEST_SHOWN ? 0 : held.length();
        String above = held.substring(0, shownLength).replace("\t", "    ");
        prompt = new AttributedString(above.isEmpty() ? PROMPT : above + "\n" + PROMPT);
        return true;
    }

    /** Ends the line that is being typed and the one that is held back, and closes the terminal. */
    void end() throws IOException {
        lock.lock();
        try {
            if (reading) {
                showPart();
                cleanup();
            } else if (held.length() > 0) {
                breakLine();
            }
            isOver = true;
            terminal.close();
        } finally {
            lock.unlock();
        }
    }

    /** What is shown above a line that has been typed stays there. */
    @Override
    protected void cleanup() {
        if (!isOver) {
            super.cleanup();
            held.delete(0, shownLength);
            shownLength = 0;
        }
    }

    @Override
    protected void redisplay(boolean flush) {
        if (!isOver) {
            super.redisplay(flush);
        }
    }

    /** In a thread of its own: the size has changed, Ctrl-Z, and fg. */
    @Override
    protected void handleSignal(Signal signal) {
        lock.lock();
        try {
            if (hasInputEnded || isOver) {
                return;
            }
            if (signal == Signal.TSTP) {
                stop();
                return;
            }
            pty.updateSize();
            if (signal == Signal.CONT) {
                pty.enterRawMode();
            }
            if (reading) {
                terminal.puts(Capability.carriage_return);
                super.handleSignal(signal);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lock.unlock();
        }
    }

    private void stop() throws IOException {
        terminal.puts(Capability.keypad_local);
        terminal.flush();
        pty.leaveRawMode();
        terminal.stopProcess();
        pty.enterRawMode(); // the kernel stops no process that has no shell to continue it
    }
}
