package dev.ipcdemo.sockets;

import java.io.Closeable;
import java.io.IOException;

/** Closes several things, such as the sockets of a program that has many. */
public final class Closing {

    private Closing() {}

    /**
     * Closes each thing in turn, even if closing another one fails.
     *
     * @param things what to close
     * @throws IOException the first failure, with any others as suppressed exceptions
     */
    public static void all(Iterable<? extends Closeable> things) throws IOException {
        IOException first = null;
        for (Closeable thing : things) {
            try {
                thing.close();
            } catch (IOException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
