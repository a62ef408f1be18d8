package dev.ipcdemo.cli.terminal;

import com.sun.jna.Function;
import com.sun.jna.Platform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jline.terminal.impl.PosixSysTerminal;
import org.jline.utils.ShutdownHooks;

/**
 * Standard input and output, which are a terminal. SIGINT stays with the JVM: after each line JLine would put it back to
 * what the kernel does, and Ctrl-C would end the JVM without its hooks.
 */
final class EditorTerminal extends PosixSysTerminal {

    private static final int SIGTSTP = Platform.isLinux() ? 20 : 18;

    /** Its warnings would go to the terminal. A reference, because loggers are otherwise collected with their levels. */
    private static final Logger JLINE = Logger.getLogger("org.jline");

    private EditorTerminal(String type, SttyPty pty) throws IOException {
        super("terminal", type, pty, StandardCharsets.UTF_8, false, SignalHandler.SIG_DFL);
        ShutdownHooks.remove(closer); // the editor has a hook of its own, which ends the line first
    }

    /**
     * Opens it, and changes none of its settings yet.
     *
     * @param type what TERM says
     * @param pty the terminal
     * @return the terminal, for JLine
     * @throws IOException if it cannot be used
     */
    static EditorTerminal open(String type, SttyPty pty) throws IOException {
        JLINE.setLevel(Level.OFF);
        return new EditorTerminal(type, pty);
    }

    @Override
    public SignalHandler handle(Signal signal, SignalHandler handler) {
        return signal == Signal.INT ? SignalHandler.SIG_DFL : super.handle(signal, handler);
    }

    /** Does what the kernel does on SIGTSTP: stops the process, if there is a shell that could continue it. */
    void stopProcess() {
        SignalHandler ours = handle(Signal.TSTP, SignalHandler.SIG_DFL);
        Function.getFunction("c", "raise").invokeInt(new Object[] {SIGTSTP}); // Java raises only what it handles
        handle(Signal.TSTP, ours);
    }
}
