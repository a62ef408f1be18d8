package dev.ipcdemo.trace;

import dev.ipcdemo.demo.recording.Effect;
import dev.ipcdemo.trace.StraceText.Descriptor;
import dev.ipcdemo.trace.TraceEntry.SystemCall;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** Follows the calls that processes make on sockets: which descriptor stands for which socket, and what is done with it. */
final class SocketCalls {

    private static final Set<String> POLLS =
            Set.of("poll", "ppoll", "select", "pselect6", "epoll_wait", "epoll_pwait", "epoll_pwait2");
    /** Where the C library asks for the names of users and hosts first. */
    private static final String NAME_CACHE = "/nscd/socket";

    private static final Set<String> TIMEOUTS = Set.of("SO_RCVTIMEO", "SO_SNDTIMEO");

    private static final Set<String> OPENING = Set.of("socket", "socketpair");

    private final SocketTable sockets;
    private final Transfers transfers;
    private final Teller teller;
    private final Consumer<TracedProcess> serving;

    /**
     * Before the first call.
     *
     * @param limit how many calls of each kind are told on each socket
     * @param events are told
     * @param totals counts for a process
     * @param serving is told of a process that listens, or has bound a packet socket
     */
    SocketCalls(
            long limit, TraceEvents events, Function<TracedProcess, Totals> totals, Consumer<TracedProcess> serving) {
        this.sockets = new SocketTable(events, totals);
        this.teller = new Teller(limit, events, totals);
        this.transfers = new Transfers(sockets, teller);
        this.serving = serving;
    }

    /** Whether a call has to do with sockets. */
    boolean concern(TracedProcess process, SystemCall call) {
        return OPENING.contains(call.name())
                || sockets.of(process, call.argument(0), call.endNs()).isPresent()
                || call.name().startsWith("dup2") && isOnto(process, call)
                || call.name().startsWith("dup3") && isOnto(process, call)
                || call.name().equals("close_range")
                || call.name().equals("splice")
                        && sockets.of(process, call.argument(2), call.endNs()).isPresent()
                || POLLS.contains(call.name()) && process.hasUsedSockets();
    }

    private boolean isOnto(TracedProcess process, SystemCall call) {
        return sockets.of(process, call.argument(1), call.endNs()).isPresent();
    }

    /**
     * Closes copies of descriptors that a child got from its parent and does not use, which is no news. Returns whether a call was
     * that, or one that closes all descriptors and found no socket among them.
     */
    boolean isCopyGivenUp(TracedProcess process, SystemCall call) {
        return !process.hasUsedSockets()
                && switch (call.name()) {
                    case "close" -> givesUpCopy(process, call);
                    case "close_range" -> givesUpCopies(process, call);
                    default -> false;
                };
    }

    private boolean givesUpCopy(TracedProcess process, SystemCall call) {
        Optional<TracedSocket> socket = sockets.of(process, call.argument(0), call.endNs());
        if (socket.isEmpty() || !socket.get().staysOpenWithout(1)) {
            return false;
        }
        StraceText.descriptor(call.argument(0)).ifPresent(descriptor -> process.close(descriptor.number()));
        return true;
    }

    private boolean givesUpCopies(TracedProcess process, SystemCall call) {
        List<TracedSocket> closing = process.sockets(number(call.argument(0)), number(call.argument(1)));
        boolean isNoNews = call.argument(2).contains("CLOEXEC")
                || closing.stream().allMatch(socket -> socket.staysOpenWithout(Collections.frequency(closing, socket)));
        if (isNoNews) {
            closeRange(process, call);
        }
        return isNoNews;
    }

    /** Follows a call that {@link #concern concerns} sockets. */
    void take(TracedProcess process, SystemCall call) {
        String name = call.name();
        if (POLLS.contains(name)) {
            teller.count(process, name, call);
            return;
        }
        switch (name) {
            case "socket" -> socket(process, call);
            case "socketpair" -> socketPair(process, call);
            case "dup2", "dup3" -> duplicateOnto(process, call);
            case "close_range" -> closeRange(process, call);
            case "splice" -> transfers.splice(process, call);
            default ->
                take(
                        process,
                        call,
                        sockets.of(process, call.argument(0), call.endNs()).orElseThrow());
        }
    }

    private void take(TracedProcess process, SystemCall call, TracedSocket socket) {
        switch (call.name()) {
            case "bind" -> bind(process, call, socket);
            case "listen" -> listen(process, call, socket);
            case "accept", "accept4" -> accept(process, call, socket);
            case "connect" -> connect(process, call, socket);
            case "shutdown" -> shutdown(process, call, socket);
            case "close" -> close(process, call, socket);
            case "dup" -> duplicate(process, call, socket, "dup()", false);
            case "fcntl", "fcntl64" -> control(process, call, socket);
            case "ioctl" -> closeOnExec(process, call);
            case "getsockname", "getpeername" -> address(process, call, socket);
            case "setsockopt" -> setOption(process, call, socket);
            case "getsockopt" -> option(process, call, socket);
            default -> transfers.take(process, call, socket);
        }
    }

    private void socket(TracedProcess process, SystemCall call) {
        String type = call.argument(1);
        String text = "socket(" + call.argument(0) + ", " + type.replaceAll("\\|SOCK_(CLOEXEC|NONBLOCK)", "")
                + (type.contains("SOCK_NONBLOCK") ? ", non-blocking" : "") + ")";
        Optional<TracedSocket> socket = StraceText.descriptor(call.result())
                .flatMap(opened -> sockets.open(process, opened, type.contains("CLOEXEC"), call.endNs()));
        teller.tell(
                process,
                Optional.empty(),
                call,
                text,
                socket.map(TracedSocket::name).orElse(""));
    }

    private void socketPair(TracedProcess process, SystemCall call) {
        String type = call.argument(1);
        List<String> names = call.number() != 0
                ? List.of()
                : StraceText.descriptors(call.argument(3)).stream()
                        .flatMap(end -> sockets.open(process, end, type.contains("CLOEXEC"), call.endNs()).stream())
                        .map(TracedSocket::name)
                        .toList();
        teller.tell(
                process,
                Optional.empty(),
                call,
                "socketpair(" + call.argument(0) + ", " + type.replaceAll("\\|SOCK_(CLOEXEC|NONBLOCK)", "") + ")",
                String.join(" and ", names));
    }

    private void bind(TracedProcess process, SystemCall call, TracedSocket socket) {
        String address = StraceText.address(call.argument(1));
        Effect effect = TraceEvents.nothing();
        if (call.number() == 0) {
            socket.setLocal(address.endsWith(":0") ? "" : address);
            sockets.changed(process, socket, call.endNs());
            if (socket.isPacketSocket()) {
                effect = on(Effect.Kind.BIND, socket);
                serving.accept(process);
            }
        }
        teller.tell(process, socket, call, "bind(" + shown(address) + ")", "", effect);
    }

    private void listen(TracedProcess process, SystemCall call, TracedSocket socket) {
        Effect effect = TraceEvents.nothing();
        if (call.number() == 0) {
            socket.listens();
            sockets.changed(process, socket, call.endNs());
            serving.accept(process);
            effect = on(Effect.Kind.LISTEN, socket);
        }
        teller.tell(process, socket, call, "listen(backlog " + call.argument(1) + ")", "", effect);
    }

    private void accept(TracedProcess process, SystemCall call, TracedSocket listener) {
        Optional<TracedSocket> accepted = StraceText.descriptor(call.result())
                .flatMap(
                        opened -> sockets.open(process, opened, call.argument(3).contains("CLOEXEC"), call.endNs()));
        String peer = StraceText.address(call.argument(1));
        String result = "";
        Effect effect = TraceEvents.nothing();
        if (accepted.isPresent()) {
            TracedSocket connection = accepted.get();
            connection.connectedTo(peer.isEmpty() ? connection.peer() : peer);
            connection.acceptedBy(listener);
            result = connection.name() + " from " + shown(connection.peer());
            effect = new Effect(
                    Effect.Kind.ACCEPT,
                    connection.name(),
                    TraceEvents.endpoint(listener, listener.local()),
                    TraceEvents.endpoint(listener, peer),
                    0,
                    false);
        }
        teller.tellWait(process, listener, call, "accept()", result, effect);
        accepted.ifPresent(connection -> sockets.changed(process, connection, call.endNs()));
    }

    private void connect(TracedProcess process, SystemCall call, TracedSocket socket) {
        String address = StraceText.address(call.argument(1));
        if (StraceText.family(call.argument(1)).equals("AF_UNSPEC")) {
            socket.disconnected();
            teller.tell(process, socket, call, "connect(AF_UNSPEC)", "no peer any more");
            return;
        }
        String text = "connect(" + shown(address) + ")";
        Effect effect = TraceEvents.nothing();
        if (call.number() == 0 || call.error().equals("EINPROGRESS")) {
            socket.connectedTo(address);
            effect = socket.isPacketSocket() ? effect : on(Effect.Kind.CONNECT, socket);
        } else if (address.endsWith(NAME_CACHE)) {
            teller.tellFailure(process, socket, call, text, "name cache", call.error());
            return;
        }
        teller.tell(process, socket, call, text, "", effect);
        sockets.changed(process, socket, call.endNs());
    }

    private void shutdown(TracedProcess process, SystemCall call, TracedSocket socket) {
        String how = call.argument(1);
        boolean ends = call.number() == 0 && !how.equals("SHUT_RD");
        Effect effect = ends ? on(Effect.Kind.SHUTDOWN, socket) : TraceEvents.nothing();
        teller.tell(process, socket, call, "shutdown(" + how + ")", "", effect);
    }

    /** Linux closes the descriptor also when close fails. */
    private void close(TracedProcess process, SystemCall call, TracedSocket socket) {
        Optional<TracedSocket> closed =
                StraceText.descriptor(call.argument(0)).flatMap(descriptor -> process.close(descriptor.number()));
        closed(process, call, socket, "close()", closed.isPresent());
    }

    private void closed(TracedProcess process, SystemCall call, TracedSocket socket, String text, boolean isLast) {
        if (!isLast) {
            teller.tell(process, socket, call, text, "still open by another descriptor");
            return;
        }
        teller.hiddenCalls(process, socket, call.startNs() - 1);
        Effect.Kind kind = socket.isResetByClose() ? Effect.Kind.RESET : Effect.Kind.CLOSE;
        teller.tell(process, socket, call, text, "", on(kind, socket));
        sockets.closed(process, socket);
    }

    private void closeRange(TracedProcess process, SystemCall call) {
        if (call.number() != 0) {
            return;
        }
        if (call.argument(2).contains("CLOEXEC")) {
            process.setCloseOnExec(number(call.argument(0)), number(call.argument(1)), true);
            return;
        }
        for (TracedSocket socket : process.close(number(call.argument(0)), number(call.argument(1)))) {
            closed(process, call, socket, "close_range()", true);
        }
    }

    private static int number(String text) {
        return StraceText.descriptor(text)
                .map(Descriptor::number)
                .filter(number -> number >= 0)
                .orElse(Integer.MAX_VALUE);
    }

    private void duplicate(
            TracedProcess process, SystemCall call, TracedSocket socket, String text, boolean closesOnExec) {
        Optional<Descriptor> copy = StraceText.descriptor(call.result());
        copy.ifPresent(descriptor -> sockets.put(process, descriptor.number(), socket, closesOnExec));
        teller.tell(
                process,
                socket,
                call,
                text,
                copy.map(one -> "descriptor " + one.number()).orElse(""));
    }

    /** dup2 closes what the second descriptor stood for, which may be the only one of the two that was a socket. */
    private void duplicateOnto(TracedProcess process, SystemCall call) {
        int onto = number(call.argument(1));
        Optional<TracedSocket> socket = sockets.of(process, call.argument(0), call.endNs());
        Optional<TracedSocket> replaced = process.socket(onto);
        if (call.number() < 0 || onto == number(call.argument(0))) {
            return;
        }
        replaced.ifPresent(one -> closed(
                process,
                call,
                one,
                call.name() + "() onto it",
                process.close(onto).isPresent()));
        socket.ifPresent(one -> duplicate(
                process,
                call,
                one,
                call.name() + "(" + onto + ")",
                call.argument(2).contains("CLOEXEC")));
    }

    private void control(TracedProcess process, SystemCall call, TracedSocket socket) {
        String command = call.argument(1);
        if (command.startsWith("F_DUPFD")) {
            duplicate(process, call, socket, "fcntl(" + command + ")", command.endsWith("CLOEXEC"));
        } else if (command.equals("F_SETFD")) {
            setCloseOnExec(process, call, call.argument(2).contains("CLOEXEC"));
        }
    }

    /** Some runtimes mark descriptors by ioctl instead of fcntl. */
    private static void closeOnExec(TracedProcess process, SystemCall call) {
        switch (call.argument(1)) {
            case "FIOCLEX" -> setCloseOnExec(process, call, true);
            case "FIONCLEX" -> setCloseOnExec(process, call, false);
            default -> {} // moves nothing, and opens and closes nothing
        }
    }

    private static void setCloseOnExec(TracedProcess process, SystemCall call, boolean closesOnExec) {
        int descriptor = number(call.argument(0));
        process.setCloseOnExec(descriptor, descriptor, closesOnExec);
    }

    private void address(TracedProcess process, SystemCall call, TracedSocket socket) {
        String address = StraceText.address(call.argument(1));
        if (call.number() == 0 && call.name().equals("getsockname")) {
            socket.setLocal(address.endsWith(":0") ? "" : address);
            sockets.changed(process, socket, call.endNs());
        }
        teller.tell(process, socket, call, call.name() + "()", call.number() == 0 ? shown(address) : "");
    }

    private void setOption(TracedProcess process, SystemCall call, TracedSocket socket) {
        String name = optionName(call);
        String value = call.argument(3);
        if (call.number() == 0) {
            timeout(name, value).ifPresent(timeout -> socket.setTimeout(name, timeout));
            if (name.equals("SO_LINGER")) {
                socket.setLinger(value.endsWith("l_linger=0}") && !value.contains("l_onoff=0"));
            }
        }
        teller.tell(process, socket, call, "setsockopt(" + name + ", " + optionValue(name, value) + ")", "");
    }

    /** With SO_ERROR a program asks what became of a connect that was in progress. */
    private void option(TracedProcess process, SystemCall call, TracedSocket socket) {
        String value = optionValue(optionName(call), call.argument(3)).replaceAll("[\\[\\]]", "");
        String text = "getsockopt(" + optionName(call) + ")";
        if (call.argument(2).equals("SO_ERROR") && value.startsWith("E")) {
            socket.disconnected();
            teller.tellFailure(process, socket, call, text, "connect", value);
        } else {
            teller.tell(process, socket, call, text, call.number() == 0 ? value : "");
        }
    }

    /** The kernel has two forms of some options, and programs call both by one name. */
    private static String optionName(SystemCall call) {
        return call.argument(2).replaceFirst("_(?:OLD|NEW)$", "");
    }

    private static String optionValue(String name, String value) {
        return timeout(name, value)
                .map(timeout -> "["
                        + BigDecimal.valueOf(timeout.getSeconds())
                                .add(BigDecimal.valueOf(timeout.getNano(), 9))
                                .stripTrailingZeros()
                                .toPlainString()
                        + " s]")
                .orElse(value);
    }

    /** strace shows a time as bytes. */
    private static Optional<Duration> timeout(String name, String value) {
        byte[] bytes = StraceText.data(value);
        if (!TIMEOUTS.contains(name) || bytes.length != 2 * Long.BYTES) {
            return Optional.empty();
        }
        ByteBuffer time = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        Duration seconds = Duration.ofSeconds(time.getLong());
        long microseconds = time.getLong();
        // The kernel refuses any other.
        return microseconds >= 0 && microseconds < 1_000_000
                ? Optional.of(seconds.plusNanos(1_000 * microseconds))
                : Optional.empty();
    }

    private static Effect on(Effect.Kind kind, TracedSocket socket) {
        return new Effect(kind, socket.name(), "", "", 0, false);
    }

    static String shown(String address) {
        return address.isEmpty() ? "unnamed" : address;
    }
}
