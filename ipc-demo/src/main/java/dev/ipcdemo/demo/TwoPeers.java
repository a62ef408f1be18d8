package dev.ipcdemo.demo;

import dev.ipcdemo.launch.Worker;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Both sides as peers, started and ended at the same time: a host takes a moment to come and to go.
 *
 * @param server the server's side
 * @param client the client's side
 */
record TwoPeers(Worker server, Worker client) implements Closeable {

    static TwoPeers start(Callable<Worker> server, Callable<Worker> client) throws IOException, InterruptedException {
        FutureTask<Worker> starting = new FutureTask<>(client);
        new Thread(starting, "start-client").start();
        Worker first;
        try {
            first = server.call();
        } catch (Exception e) {
            closeOnceStarted(starting);
            throw e instanceof IOException failure ? failure : new IOException(e.getMessage(), e);
        }
        try {
            return new TwoPeers(first, starting.get());
        } catch (ExecutionException e) {
            first.close();
            throw new IOException(e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            first.close();
            closeOnceStarted(starting);
            throw e;
        }
    }

    private static void closeOnceStarted(FutureTask<Worker> starting) throws InterruptedException {
        try {
            starting.get().close();
        } catch (ExecutionException e) {
            // then there is nothing to close
        }
    }

    @Override
    public void close() {
        Thread other = new Thread(client::close, "close-client");
        other.start();
        server.close();
        try {
            other.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
