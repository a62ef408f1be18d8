package dev.ipcdemo.posix.demo;

import static dev.ipcdemo.posix.Constants.AF_INET;
import static dev.ipcdemo.posix.Constants.IPPROTO_MPTCP;
import static dev.ipcdemo.posix.Constants.IPPROTO_TCP;
import static dev.ipcdemo.posix.Constants.IPPROTO_UDP;
import static dev.ipcdemo.posix.Constants.SOCK_STREAM;
import static dev.ipcdemo.posix.Constants.SOL_SOCKET;
import static dev.ipcdemo.posix.Constants.SO_PROTOCOL;

import dev.ipcdemo.demo.spi.Stage;
import dev.ipcdemo.posix.ErrorNumbers;
import dev.ipcdemo.posix.Posix;
import dev.ipcdemo.posix.PosixException;

/** The third argument of socket(2), which is usually 0. */
public final class ProtocolDemo extends CallDemo {

    /** Called by {@link java.util.ServiceLoader}. */
    public ProtocolDemo() {
        super("protocol", "the third argument of socket: 0, TCP, Multipath TCP, and a wrong one", "posix+tcp");
    }

    @Override
    void run(Stage stage, ShownCalls calls) throws Exception {
        int usual = calls.socket("a", AF_INET, SOCK_STREAM);
        calls.bindLoopback("a", usual, 0);
        stage.claim(protocolOf(stage, "a", usual) == IPPROTO_TCP, "Protocol 0 is the usual one of the type: TCP.");
        int named = calls.socket("b", AF_INET, SOCK_STREAM, IPPROTO_TCP, "IPPROTO_TCP");
        calls.bindLoopback("b", named, 0);
        stage.claim(protocolOf(stage, "b", named) == IPPROTO_TCP, "Naming TCP makes the same socket.");
        try {
            int multipath = calls.socket("c", AF_INET, SOCK_STREAM, IPPROTO_MPTCP, "IPPROTO_MPTCP");
            calls.bindLoopback("c", multipath, 0);
            stage.claim(
                    protocolOf(stage, "c", multipath) == IPPROTO_MPTCP,
                    "Another protocol has the same type: Multipath TCP is a stream, too.");
        } catch (PosixException e) {
            stage.note("skipped: this kernel has no Multipath TCP: " + e.name());
        }
        try {
            calls.socket("d", AF_INET, SOCK_STREAM, IPPROTO_UDP, "IPPROTO_UDP");
            stage.claim(false, "A stream by UDP is refused.");
        } catch (PosixException e) {
            stage.claim(
                    e.errno() == ErrorNumbers.EPROTONOSUPPORT,
                    "A protocol that does not make sockets of this type is refused: " + e.name() + ".");
        }
        calls.closeAll();
        stage.conclude(
                "A domain and a type usually leave one protocol, so 0 is what almost everybody writes. Where there"
                        + " are several, the protocol chooses: 'posix+mptcp' is 'posix+tcp' with another number.");
    }

    private static int protocolOf(Stage stage, String name, int socket) throws Exception {
        return stage.act(
                name + ": getsockopt(SO_PROTOCOL)",
                () -> Posix.getsockopt(socket, SOL_SOCKET, SO_PROTOCOL),
                protocol -> protocol == IPPROTO_TCP
                        ? "IPPROTO_TCP"
                        : protocol == IPPROTO_MPTCP ? "IPPROTO_MPTCP" : String.valueOf(protocol));
    }
}
