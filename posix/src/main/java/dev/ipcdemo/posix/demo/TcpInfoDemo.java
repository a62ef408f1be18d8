package dev.ipcdemo.posix.demo;

import static dev.ipcdemo.posix.Constants.AF_INET;
import static dev.ipcdemo.posix.Constants.IPPROTO_TCP;
import static dev.ipcdemo.posix.Constants.SOCK_STREAM;
import static dev.ipcdemo.posix.Constants.TCP_INFO;

import dev.ipcdemo.demo.spi.Stage;
import dev.ipcdemo.posix.Layouts;
import dev.ipcdemo.posix.Posix;
import dev.ipcdemo.posix.PosixException;
import dev.ipcdemo.posix.SocketAddressBuffer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** What the kernel knows of a TCP connection. */
public final class TcpInfoDemo extends CallDemo {

    private static final int ESTABLISHED = 1;

    /** Called by {@link java.util.ServiceLoader}. */
    public TcpInfoDemo() {
        super("tcp-info", "what the kernel knows of a connection: round-trip time, losses, window", "posix+tcp");
    }

    /** Some members of {@code struct tcp_info}. */
    private record Info(int state, int rttMicros, int retransmitted, int segmentBytes, int windowSegments) {

        @Override
        public String toString() {
            return "state " + state + ", rtt " + rttMicros + " µs, " + retransmitted + " retransmitted, mss "
                    + segmentBytes + ", cwnd " + windowSegments;
        }
    }

    @Override
    void run(Stage stage, ShownCalls calls) throws Exception {
        int listener = calls.socket("listener", AF_INET, SOCK_STREAM);
        SocketAddressBuffer address = calls.bindLoopback("listener", listener, 0);
        stage.act("listener: listen(1)", () -> Posix.listen(listener, 1));
        int client = calls.socket("a", AF_INET, SOCK_STREAM);
        stage.act("a: connect(" + ShownCalls.text(address.inet()) + ")", () -> Posix.connect(client, address));
        int server = stage.call(
                "listener: accept()", () -> Posix.accept(listener, new SocketAddressBuffer()), number -> "b");
        calls.adopt("b", server);
        Info fresh = ask(stage, client);
        stage.claim(fresh.state() == ESTABLISHED, "After connect, the state is TCP_ESTABLISHED.");
        stage.claim(fresh.rttMicros() > 0, "The handshake has already measured a round trip.");
        for (String text : new String[] {"one", "two", "three"}) {
            calls.send("a", client, text);
            calls.recv("b", server, 64, 0, "");
        }
        Info used = ask(stage, client);
        stage.claim(used.segmentBytes() > 0 && used.windowSegments() > 0, "It knows how much it may send at once.");
        calls.closeAll();
        stage.conclude(
                "TCP_INFO tells whether a connection is slow because of the network (rtt, retransmits) or because of"
                        + " the programs at its ends. ss -ti shows the same from outside.");
    }

    private static Info ask(Stage stage, int socket) throws Exception {
        return stage.act("a: getsockopt(TCP_INFO)", () -> read(socket), Info::toString);
    }

    private static Info read(int socket) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(Layouts.TCP_INFO);
            Posix.getsockopt(socket, IPPROTO_TCP, TCP_INFO, info);
            return new Info(
                    info.get(ValueLayout.JAVA_BYTE, Layouts.offset(Layouts.TCP_INFO, "tcpi_state")),
                    number(info, "tcpi_rtt"),
                    number(info, "tcpi_total_retrans"),
                    number(info, "tcpi_snd_mss"),
                    number(info, "tcpi_snd_cwnd"));
        }
    }

    private static int number(MemorySegment info, String member) {
        return info.get(ValueLayout.JAVA_INT, Layouts.offset(Layouts.TCP_INFO, member));
    }
}
