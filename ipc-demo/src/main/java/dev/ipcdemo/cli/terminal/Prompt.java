package dev.ipcdemo.cli.terminal;

import java.io.PrintWriter;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** Asks a person at a terminal for the next line, and gets out of the way of what comes from the other side. */
public interface Prompt {

    /** For input from a pipe or a file. */
    Prompt NONE = new Prompt() {
        @Override
        public void show() {}

        @Override
        public void hide() {}
    };

    /** Shows it, if it is not shown yet. */
    void show();

    /** Hides it, if it is shown. */
    void hide();

    /** The input was ended with the Enter key, so the prompt now belongs to the line above. */
    default void answered() {}

    /** A prompt where standard input and output are a terminal, else none. */
    static Prompt of(PrintWriter err) {
        return isTerminal() ? new OnTerminal(err) : NONE;
    }

    /** Whether standard input and output both are a terminal. */
    private static boolean isTerminal() {
        if (System.console() == null) {
            return false;
        }
        try {
            // From 22 on there is a console in a pipe, too.
            MethodHandle isTerminal = MethodHandles.publicLookup()
                    .findVirtual(java.io.Console.class, "isTerminal", MethodType.methodType(boolean.class));
            return (boolean) isTerminal.invoke(System.console());
        } catch (NoSuchMethodException olderThan22) {
            return true;
        } catch (Throwable e) {
            throw new AssertionError("Console.isTerminal is public and throws nothing", e);
        }
    }

    /** The characters {@code > }, on standard error because they are no result. */
    final class OnTerminal implements Prompt {

        private final PrintWriter err;
        private boolean shown;

        OnTerminal(PrintWriter err) {
            this.err = err;
        }

        @Override
        public synchronized void show() {
            if (!shown) {
                print("> ");
            }
            shown = true;
        }

        @Override
        public synchronized void hide() {
            if (shown) {
                print("\r  \r");
            }
            shown = false;
        }

        @Override
        public synchronized void answered() {
            shown = false;
        }

        private void print(String text) {
            err.print(text);
            err.flush();
        }
    }
}
