package dev.ipcdemo.testcontainers;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Tells a relay what to do, one command at a time, in a session that is opened when it is needed. For any thread. */
final class RelayControl {

    /** A conversation with a relay. */
    interface Session extends Closeable {

        /** Whether it goes on: the relay ends one in which nothing has been said for ten minutes. */
        boolean isOpen();

        /**
         * Has a command carried out.
         *
         * @return the lines of the answer, without the last, which only says that it was done
         * @throws IllegalArgumentException if the relay refuses it, with its reason
         * @throws IOException if it does not answer
         */
        List<String> ask(String command) throws IOException;

        /** Ends it; {@link #ask} fails then, also in another thread. Closing again does nothing. */
        @Override
        void close();
    }

    /** Begins a session. */
    @FunctionalInterface
    interface Opening {
        Session open() throws IOException;
    }

    private final Opening opening;
    private final AtomicReference<Optional<Session>> current = new AtomicReference<>(Optional.empty());

    RelayControl(Opening opening) {
        this.opening = opening;
    }

    /**
     * Has a command carried out, as {@link Session#ask} does.
     *
     * @throws UncheckedIOException if the relay does not answer; the next command begins a new session
     */
    synchronized List<String> tell(String command) {
        try {
            return session().ask(command);
        } catch (IOException e) {
            endSession();
            throw new UncheckedIOException("the relay cannot be told '" + command + "': " + e.getMessage(), e);
        }
    }

    private Session session() throws IOException {
        Optional<Session> open = current.get().filter(Session::isOpen);
        if (open.isPresent()) {
            return open.get();
        }
        endSession();
        Session session = opening.open();
        current.set(Optional.of(session));
        return session;
    }

    /** Ends the session, if there is one, also while a command waits for its answer, which then fails. */
    void endSession() {
        current.getAndSet(Optional.empty()).ifPresent(Session::close);
    }
}
