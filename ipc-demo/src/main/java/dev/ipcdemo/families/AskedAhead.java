package dev.ipcdemo.families;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;

/**
 * Asks before the answers are needed, for two sockets at a time: close(2) of an AF_PACKET socket returns only after every
 * CPU has forgotten it, which takes some 10 ms, and there are two of them.
 */
final class AskedAhead implements SocketCall {

    private final Map<List<Integer>, Future<Integer>> answers = new HashMap<>();

    AskedAhead(SocketCall kernel, List<KnownDomain> domains) {
        ExecutorService two = Executors.newFixedThreadPool(2, new Daemons());
        for (int i = domains.size() - 1; i >= 0; i--) { // AF_PACKET first, which stands last and takes longest
            for (KnownDomain.Type type : domains.get(i).types()) {
                answers.put(
                        List.of(domains.get(i).number(), type.type().number(), type.protocol()),
                        two.submit(new Question(kernel, domains.get(i), type)));
            }
        }
        two.shutdown(); // when all is answered
    }

    // A record rather than a lambda, for the reason that Families has for its loops.
    private record Question(SocketCall kernel, KnownDomain domain, KnownDomain.Type type) implements Callable<Integer> {
        @Override
        public Integer call() {
            return kernel.errno(domain.number(), type.type().number(), type.protocol());
        }
    }

    private static final class Daemons implements ThreadFactory {
        @Override
        public Thread newThread(Runnable body) {
            Thread thread = new Thread(body, "ask-kernel");
            thread.setDaemon(true);
            return thread;
        }
    }

    /**
     * Waits for the answer, if need be.
     *
     * @throws IllegalArgumentException if it was not asked for ahead
     */
    @Override
    public int errno(int domain, int type, int protocol) {
        Future<Integer> answer = answers.get(List.of(domain, type, protocol));
        if (answer == null) {
            throw new IllegalArgumentException("not asked for: " + domain + ", " + type + ", " + protocol);
        }
        try {
            return answer.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof LinkageError notLoaded) {
                throw notLoaded;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the kernel was asked", e);
        }
    }
}
