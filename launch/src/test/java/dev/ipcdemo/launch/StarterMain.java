package dev.ipcdemo.launch;

import dev.ipcdemo.demo.spi.Scope;

/** A program that starts a worker, prints its process id, and waits to be killed. */
final class StarterMain {

    private StarterMain() {}

    public static void main(String[] args) throws Exception {
        try (Worker worker = new LocalTarget(Scope.INTER_PROCESS).start("worker", SleepingTask.NAME, line -> {})) {
            worker.link().receive();
            System.out.println(worker.pid());
            Thread.currentThread().join();
        }
    }
}
