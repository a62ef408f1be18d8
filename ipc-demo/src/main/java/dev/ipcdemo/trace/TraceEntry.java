package dev.ipcdemo.trace;

import java.util.List;

/** Something that strace saw a thread do. */
public sealed interface TraceEntry permits TraceEntry.SystemCall, TraceEntry.ThreadStart, TraceEntry.ThreadEnd {

    /**
     * The thread.
     *
     * @return its id; the id of a process is that of its first thread
     */
    int thread();

    /**
     * A system call that has returned, or that the end of its thread cut short.
     *
     * @param thread who made it
     * @param startNs when it began, since 1970
     * @param endNs when it returned
     * @param name such as {@code recvfrom}
     * @param arguments as strace writes them
     * @param result what it returned, as strace writes it, such as {@code 3<TCP:[4711]>}, or {@code ?} if it never did
     */
    record SystemCall(int thread, long startNs, long endNs, String name, List<String> arguments, String result)
            implements TraceEntry {

        /**
         * An argument.
         *
         * @param index from 0
         * @return the argument, or an empty text if there are not so many
         */
        public String argument(int index) {
            return index < arguments.size() ? arguments.get(index) : "";
        }

        /** The name of the error, such as {@code ECONNREFUSED}; empty if the call succeeded. */
        String error() {
            return result.startsWith("-1 E") ? result.substring(3).split(" ", 2)[0] : "";
        }

        /** Whether it returned, however that was. */
        boolean hasReturned() {
            return !result.startsWith("?");
        }

        /**
         * The number that it returned, such as a descriptor or a process id.
         *
         * @return −1 if it failed or returned something else
         */
        public long number() {
            String digits = result.split("[ <]", 2)[0];
            return digits.matches("\\d{1,18}") ? Long.parseLong(digits) : -1;
        }

        /** How long it took. */
        long tookNs() {
            return endNs - startNs;
        }
    }

    /**
     * The first sign of a new thread or process.
     *
     * @param thread the new one
     * @param creator the thread that created it
     * @param sharesDescriptors whether the two have one table of descriptors, as the threads of a process do
     * @param isProcess whether it is a process of its own
     */
    record ThreadStart(int thread, int creator, boolean sharesDescriptors, boolean isProcess) implements TraceEntry {}

    /**
     * The end of a thread.
     *
     * @param thread the one that ended
     * @param atNs when, since 1970
     * @param how such as {@code exited with 0}
     */
    record ThreadEnd(int thread, long atNs, String how) implements TraceEntry {}
}
