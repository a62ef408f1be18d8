package dev.ipcdemo.launch;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/** Runs one task in a JVM of its own, with standard input and output as the link. Started by {@link ProcessPeer} and {@link
 * ContainerSite}. */
final class PeerMain {

    private PeerMain() {}

    /** Before the task's name, or without any: do not end with the task, but with the link. */
    static final String STAY = "--stay";

    /**
     * Runs a task.
     *
     * @param args perhaps {@link #STAY}, which may be all; the task's name and its arguments
     */
    public static void main(String[] args) {
        PrintStream out = System.out;
        StandardError.install();
        System.setOut(System.err); // whatever prints must not get in between the messages
        boolean stays = args[0].equals(STAY);
        List<String> words = List.of(args).subList(stays ? 1 : 0, args.length);
        try (Link link = new AttachedLink(new StreamLink(System.in, out))) {
            if (!words.isEmpty()) {
                Peers.find(words.get(0)).run(link, words.subList(1, words.size()));
            }
            if (stays) {
                new CountDownLatch(1).await(); // until the reader of the link ends the JVM
            }
        } catch (Exception e) {
            System.err.println("ipc-demo: the other side failed: " + e.getMessage());
            System.exit(1);
        }
        System.exit(0);
    }

    /**
     * A link whose end is this process's end: when the starter closes it or dies, nobody is left to work for. So it is
     * read ahead, by a thread that ends the JVM.
     */
    private static final class AttachedLink implements Link {

        private final Link link;
        private final BlockingQueue<List<String>> received = new LinkedBlockingQueue<>();

        AttachedLink(Link link) {
            this.link = link;
            Thread reader = new Thread(this::readAhead, "link");
            reader.setDaemon(true);
            reader.start();
        }

        private void readAhead() {
            try {
                List<String> message = link.receive();
                while (!message.isEmpty()) {
                    received.add(message);
                    message = link.receive();
                }
            } catch (IOException e) {
                // the same as the end
            }
            System.exit(0);
        }

        @Override
        public void send(List<String> message) throws IOException {
            link.send(message);
        }

        @Override
        public List<String> receive() throws IOException {
            try {
                return received.take();
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
