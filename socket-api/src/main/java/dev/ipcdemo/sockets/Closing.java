package dev.ipcdemo.sockets;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** Closes several resources, each of them even if closing another fails. */
public final class Closing {

    private Closing() {}

    /**
     * Closes all resources, in their order.
     *
     * @param resources what to close
     * @throws IOException the first failure, which may also be unchecked; it carries the others as suppressed
     */
    public static void all(Closeable... resources) throws IOException {
        all(List.of(resources));
    }

    /**
     * Closes all resources, in their order.
     *
     * @param resources what to close
     * @throws IOException the first failure, which may also be unchecked; it carries the others as suppressed
     */
    public static void all(Iterable<? extends Closeable> resources) throws IOException {
        Throwable first = null;
        for (Closeable resource : resources) {
            try {
                resource.close();
            } catch (IOException | RuntimeException | Error e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first instanceof IOException e) {
            throw e;
        }
        if (first instanceof RuntimeException e) {
            throw e;
        }
        if (first instanceof Error e) {
            throw e;
        }
    }

    /**
     * Closes all resources because something else has failed.
     *
     * @param failure what has failed; a failure to close is added to it as suppressed
     * @param resources what to close
     */
    public static void allAfter(Exception failure, Iterable<? extends Closeable> resources) {
        try {
            all(resources);
        } catch (IOException | RuntimeException e) {
            failure.addSuppressed(e);
        }
    }
}
