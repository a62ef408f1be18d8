package dev.ipcdemo.launch;

import dev.ipcdemo.sockets.threads.Threads;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/** Runs one task in a JVM of its own, with standard input and output as the link. */
final class WorkerMain {

    private WorkerMain() {}

    /** Before the task's name, or alone: the JVM ends with the link, not with the task. */
    static final String STAY = "--stay";

    /**
     * Runs a task.
     *
     * @param args {@link #STAY} or nothing, and a task's name, which may be left out after {@link #STAY}
     */
    public static void main(String[] args) {
        PrintStream out = System.out;
        StandardError.install();
        System.setOut(System.err); // what a task prints must not get in between the messages
        List<String> words = List.of(args);
        boolean stays = words.contains(STAY);
        Optional<String> task =
                words.stream().filter(word -> !word.equals(STAY)).findFirst();
        try (Link link = new AttachedLink(new StreamLink(System.in, out))) {
            if (task.isPresent()) {
                Task.byName(task.get()).run(link);
            }
            if (stays) {
                new CountDownLatch(1).await(); // until the reader of the link ends the JVM
            }
        } catch (Exception | LinkageError e) { // as where native code cannot be loaded
            say("the other side failed: " + e);
            System.exit(1);
        }
        System.exit(0);
    }

    private static void say(String sentence) {
        System.err.println("ipc-demo: " + sentence);
    }

    /**
     * A link whose end is this process's end, because once the starter has closed it, or has died, there is nobody to work
     * for. A thread reads ahead so that the end is seen whatever the task does.
     */
    private static final class AttachedLink implements Link {

        private final Link link;
        private final BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();

        AttachedLink(Link link) {
            this.link = link;
            Threads.startPlatform("link", this::readAhead);
        }

        private void readAhead() {
            try {
                for (Optional<byte[]> next = link.receive(); next.isPresent(); next = link.receive()) {
                    received.add(next.get());
                }
            } catch (IOException e) {
                say("the link to the starter broke: " + e.getMessage());
            }
            System.exit(0);
        }

        @Override
        public void send(byte[] message) throws IOException {
            link.send(message);
        }

        @Override
        public Optional<byte[]> receive() throws IOException {
            try {
                return Optional.of(received.take());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while waiting for the starter", e);
            }
        }

        @Override
        public void close() throws IOException {
            link.close();
        }
    }
}
