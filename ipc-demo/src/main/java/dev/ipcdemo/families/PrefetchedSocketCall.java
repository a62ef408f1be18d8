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
 * Makes the calls before their results are needed, two at a time: close(2) of an AF_PACKET socket waits until no CPU uses
 * the socket any more, which takes some 10 ms, and there are two such sockets.
 */
final class PrefetchedSocketCall implements SocketCall {

    private final Map<List<Integer>, Future<Integer>> answers = new HashMap<>();

    PrefetchedSocketCall(SocketCall kernel, List<KnownDomain> domains) {
        ExecutorService two = Executors.newFixedThreadPool(2, new Daemons());
        for (int i = domains.size() - 1; i >= 0; i--) { // from the last, AF_PACKET, which takes longest
            for (KnownDomain.Type type : domains.get(i).types()) {
                answers.put(
                        List.of(domains.get(i).number(), type.type().number(), type.protocol()),
                        two.submit(new Question(kernel, domains.get(i), type)));
            }
        }
        two.shutdown(); // once every call has returned
    }

    // A record rather than a lambda, because a lambda slows the start; see Families.
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
     * Waits for the call to return, if it has not.
     *
     * @throws IllegalArgumentException if it is not one of the calls that were made
     */
    @Override
    public int errno(int domain, int type, int protocol) {
        Future<Integer> answer = answers.get(List.of(domain, type, protocol));
        if (answer == null) {
            throw new IllegalArgumentException("no such call was made: " + domain + ", " + type + ", " + protocol);
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
            throw new IllegalStateException("interrupted while waiting for socket(2)", e);
        }
    }
}
