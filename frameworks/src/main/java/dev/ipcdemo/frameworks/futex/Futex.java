package dev.ipcdemo.frameworks.futex;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.util.Map;
import java.util.Optional;

/** futex(2): waits while a word in memory that processes share has a value, and wakes a process that does. */
final class Futex {

    private static final int WAIT = 0;
    private static final int WAKE = 1;

    /** glibc has no function for it, so it is called by its number, which differs by architecture. */
    private static final Map<String, Long> NUMBERS = Map.of("amd64", 202L, "aarch64", 98L);

    private static final long NUMBER = NUMBERS.getOrDefault(System.getProperty("os.arch"), 0L);

    private Futex() {}

    /** What is loaded when it is first called. */
    private static final class Libc {
        static {
            Native.register(Libc.class, NativeLibrary.getProcess());
        }

        private static native long syscall(
                long number, long word, int operation, int value, long timeout, long secondWord, int secondValue);
    }

    /** Why this host does not have it. */
    static Optional<String> missing() {
        return System.getProperty("os.name").equals("Linux") && NUMBER != 0
                ? Optional.empty()
                : Optional.of("futex(2) is a call of Linux, and its number is known for amd64 and aarch64");
    }

    /** Waits until it is woken, if the word has the value. May return early. */
    static void await(long wordAddress, int value) {
        Libc.syscall(NUMBER, wordAddress, WAIT, value, 0, 0, 0);
    }

    /** Wakes one that waits. */
    static void wake(long wordAddress) {
        Libc.syscall(NUMBER, wordAddress, WAKE, 1, 0, 0, 0);
    }
}
