package dev.ipcdemo.sockets.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.OpenSocket;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.SocketFailure;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * The sockets, calls and files of one test. At its end, everything that was opened here is closed, in reverse order,
 * and then nothing may be left: no thread in a call, no descriptor, no socket file.
 */
public class Sandbox {

    /** The longest time to wait for something that must happen, even on a busy machine. */
    public static final Duration LIMIT = Duration.ofSeconds(120);

    private static final Duration OFTEN = Duration.ofMillis(5);

    private static final Predicate<String> EPOLL = descriptor -> descriptor.endsWith("anon_inode:[eventpoll]");

    private final TransportContract contract;
    private final Path directory;
    private final Descriptors before = Descriptors.ofThisProcess();
    private final Deque<Closeable> opened = new ConcurrentLinkedDeque<>();
    private final Deque<Call<?>> calls = new ConcurrentLinkedDeque<>();
    private Predicate<String> keptByTheRuntime = descriptor -> false;

    /** Creates the sandbox of a test of a transport. */
    protected Sandbox(TransportContract contract) {
        this.contract = contract;
        try {
            directory = Files.createTempDirectory("ct");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for something that must happen. */
    public static ConditionFactory eventually() {
        return Awaitility.await().atMost(LIMIT).pollDelay(Duration.ZERO).pollInterval(OFTEN);
    }

    /** Makes a call that must succeed, over a socket of which others must soon time out: again after each time-out. */
    public static <T> T despiteTimeouts(Callable<T> call) throws IOException {
        long startNs = System.nanoTime();
        while (true) {
            try {
                return call.call();
            } catch (SocketFailure e) {
                if (e.kind() != FailureKind.TIMEOUT || System.nanoTime() - startNs > LIMIT.toNanos()) {
                    throw e;
                }
            } catch (IOException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    /** An empty directory. */
    public Path directory() {
        return directory;
    }

    /** A name that a server can be bound to now. */
    public Endpoint freshEndpoint() {
        return contract.freshEndpoint(directory);
    }

    /** Opens a server's socket at a fresh name. */
    public OpenSocket open() throws IOException {
        return open(freshEndpoint(), Options.DEFAULT);
    }

    /** Opens a server's socket. */
    public OpenSocket open(Endpoint endpoint, Options options) throws IOException {
        return closeLater(contract.open(endpoint, options));
    }

    /** Closes a resource at the end of the test. */
    public <T extends Closeable> T closeLater(T resource) {
        opened.push(resource);
        return resource;
    }

    /** Starts a call in another thread. */
    public <T> Call<T> call(Callable<T> call) {
        return added(Call.start(call));
    }

    /** The same in a virtual thread. The runtime waits for its sockets with an epoll(7) of its own, which stays. */
    public <T> Call<T> callInAVirtualThread(Callable<T> call) {
        keptByTheRuntime = EPOLL;
        return added(Call.start(call, true));
    }

    private <T> Call<T> added(Call<T> started) {
        calls.push(started);
        return started;
    }

    /**
     * Closes a socket while a call in another thread begins, and expects the call to fail. Increase the step each time,
     * to catch the other thread wherever it is.
     */
    void closesAtAnyStep(int step, Closeable socket, Callable<?> call) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        Call<?> waiting = call(() -> {
            begun.countDown();
            return call.call();
        });
        begun.await();
        long closeNs = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(step % 100);
        while (System.nanoTime() < closeNs) {
            Thread.onSpinWait();
        }
        socket.close();
        assertThatThrownBy(waiting::result)
                .isInstanceOfSatisfying(
                        SocketFailure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(FailureKind.CLOSED));
        calls.remove(waiting);
    }

    /** The files in the directory. */
    public List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    /** Closes everything, and fails if something is left behind. */
    void leave() throws IOException {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
        for (Call<?> call : calls) {
            call.awaitEnd();
        }
        eventually()
                .untilAsserted(() -> assertThat(Descriptors.ofThisProcess().openedSince(before))
                        .as("descriptors left open")
                        .allMatch(keptByTheRuntime));
        for (Path file : files()) {
            assertThat(Files.isRegularFile(file) || Files.isDirectory(file) || Files.isSymbolicLink(file))
                    .as("%s, which is left behind", file)
                    .isTrue();
            Files.delete(file);
        }
        Files.delete(directory);
    }
}
