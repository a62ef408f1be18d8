package dev.ipcdemo.launch;

import dev.ipcdemo.demo.spi.Scope;
import java.util.List;

/** A program that starts a peer, prints its process id, and waits to be killed. */
final class StarterMain {

    private StarterMain() {}

    public static void main(String[] args) throws Exception {
        try (Worker peer = Workers.start(Scope.INTER_PROCESS, DeafTask.NAME, List.of())) {
            peer.link().receive();
            System.out.println(peer.pid());
            Thread.currentThread().join();
        }
    }
}
