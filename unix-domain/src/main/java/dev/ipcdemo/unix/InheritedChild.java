package dev.ipcdemo.unix;

import java.io.IOException;
import java.nio.channels.Channel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * A server that is started with a listening socket as its standard input, as inetd and systemd do it, and answers one
 * client. It needs only the JDK, whichever library created the socket.
 */
final class InheritedChild {

    /** What it prints when it has found a listening socket. */
    static final String FOUND = "inheritedChannel() = a ServerSocketChannel";

    private InheritedChild() {}

    /**
     * Accepts, answers and exits. It prints what it does on standard output.
     *
     * @param args none
     * @throws IOException if it fails
     */
    public static void main(String[] args) throws IOException {
        ProcessHandle.current().parent().ifPresent(parent -> parent.onExit().thenRun(() -> System.exit(1)));
        Channel inherited = System.inheritedChannel();
        if (!(inherited instanceof ServerSocketChannel listener)) {
            System.out.println("inheritedChannel() = " + (inherited == null ? "null" : inherited.getClass()));
            return;
        }
        System.out.println(FOUND);
        try (SocketChannel connection = listener.accept()) {
            System.out.println("accept()");
            String answer = "this is process " + ProcessHandle.current().pid();
            connection.write(StandardCharsets.US_ASCII.encode(answer));
        }
    }
}
