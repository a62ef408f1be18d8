package dev.ipcdemo.posix.demo;

import static dev.ipcdemo.posix.Constants.AF_INET;
import static dev.ipcdemo.posix.Constants.SCM_TIMESTAMPNS;
import static dev.ipcdemo.posix.Constants.SOCK_DGRAM;
import static dev.ipcdemo.posix.Constants.SOL_SOCKET;
import static dev.ipcdemo.posix.Constants.SO_TIMESTAMPNS;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.ipcdemo.demo.spi.Stage;
import dev.ipcdemo.posix.MessageBuffer;
import dev.ipcdemo.posix.Posix;
import dev.ipcdemo.posix.PosixException;
import dev.ipcdemo.posix.SocketAddressBuffer;
import java.lang.foreign.ValueLayout;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** When a datagram arrived, by the kernel's clock. */
public final class ArrivalTimeDemo extends CallDemo {

    private static final int MOST_TRIES = 10_000;
    private static final long PAUSE_NS = 100_000;

    /** Called by {@link java.util.ServiceLoader}. */
    public ArrivalTimeDemo() {
        super("arrival-time", "the kernel says when a datagram arrived, however late it is read", "posix+udp");
    }

    @Override
    void run(Stage stage, ShownCalls calls) throws Exception {
        int receiver = calls.socket("a", AF_INET, SOCK_DGRAM);
        calls.set("a", receiver, SOL_SOCKET, SO_TIMESTAMPNS, "SO_TIMESTAMPNS", 1);
        SocketAddressBuffer address = calls.bindLoopback("a", receiver, 0);
        int sender = calls.socket("b", AF_INET, SOCK_DGRAM);
        calls.bindLoopback("b", sender, 0);
        stage.together(
                "send and read until the kernel has switched its clock on", () -> switchOn(receiver, sender, address));
        Instant before = Instant.now();
        for (String text : new String[] {"first", "second"}) {
            stage.act(
                    "b: sendto(\"" + text + "\", " + ShownCalls.text(address.inet()) + ")",
                    () -> Posix.sendto(sender, US_ASCII.encode(text), 0, address),
                    String::valueOf);
        }
        Instant after = Instant.now();
        Optional<Instant> first = arrival(stage, calls, receiver);
        Optional<Instant> second = arrival(stage, calls, receiver);
        stage.claim(first.isPresent() && second.isPresent(), "Each datagram came with the time of its arrival.");
        stage.claim(
                isBetween(before, first.orElse(before), second.orElse(after), after),
                "It is when the datagram came, not when it was read.");
        calls.closeAll();
        stage.conclude(
                "A timestamp of the kernel leaves out how long the message waited for the program. Between two of"
                        + " them is what the sender and the network did.");
    }

    /** The kernel does that in the background; until then, a datagram gets the time at which it is read. */
    private static String switchOn(int receiver, int sender, SocketAddressBuffer address) throws PosixException {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            Posix.sendto(sender, US_ASCII.encode("x"), 0, address);
            Instant sent = Instant.now();
            LockSupport.parkNanos(PAUSE_NS);
            MessageBuffer message = new MessageBuffer(8, 256);
            Posix.recvmsg(receiver, message, 0);
            if (arrivalOf(message).filter(time -> !time.isAfter(sent)).isPresent()) {
                return "it has";
            }
        }
        return "it has not";
    }

    private static boolean isBetween(Instant before, Instant first, Instant second, Instant after) {
        return !first.isBefore(before) && !second.isBefore(first) && !second.isAfter(after);
    }

    private static Optional<Instant> arrival(Stage stage, ShownCalls calls, int socket) throws Exception {
        MessageBuffer message = calls.recvmsg("a", socket, 0);
        Optional<Instant> arrival = arrivalOf(message);
        arrival.ifPresent(time -> stage.note("SCM_TIMESTAMPNS: it arrived at " + time));
        return arrival;
    }

    private static Optional<Instant> arrivalOf(MessageBuffer message) {
        return message.controls().stream()
                .filter(control -> control.level() == SOL_SOCKET && control.type() == SCM_TIMESTAMPNS)
                .map(control -> Instant.ofEpochSecond(
                        control.content().get(ValueLayout.JAVA_LONG, 0),
                        control.content().get(ValueLayout.JAVA_LONG, Long.BYTES)))
                .findFirst();
    }
}
