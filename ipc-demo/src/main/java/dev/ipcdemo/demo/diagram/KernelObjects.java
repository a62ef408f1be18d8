package dev.ipcdemo.demo.diagram;

import dev.ipcdemo.demo.diagram.Diagram.Arrow;
import dev.ipcdemo.demo.diagram.Diagram.Content;
import dev.ipcdemo.demo.recording.Effect;
import dev.ipcdemo.demo.recording.Event;
import dev.ipcdemo.demo.recording.Side;
import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Endpoint.HostPort;
import dev.ipcdemo.sockets.Endpoint.PathName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What the kernel holds, as far as the calls of the two sides tell: socket files, backlogs, and what was sent and has not
 * been received. It follows the calls, so it knows nothing of a datagram that was dropped. After an entry that stands for
 * many calls it no longer knows how much there is in what these calls may have used.
 */
final class KernelObjects {

    private static final String UNKNOWN = "?";

    private final Set<Lane> used = EnumSet.noneOf(Lane.class);
    private final Map<Name, Listening> listeners = new LinkedHashMap<>();
    private final Map<Name, Queue> packetQueues = new LinkedHashMap<>();
    private final Map<Name, End> ends = new HashMap<>();
    private final List<Queue> queues = new ArrayList<>();
    private final Map<Name, Endpoint> files = new LinkedHashMap<>();

    /** A socket: its side, and what that side's timeline calls it. */
    private record Name(Side side, String socket) {}

    /** A socket that listens, and the connections that wait for it. */
    private static final class Listening {

        private final Side side;
        private final Endpoint local;
        private final Deque<Waiting> backlog = new ArrayDeque<>();
        private boolean isUnknown;

        Listening(Side side, Endpoint local) {
            this.side = side;
            this.local = local;
        }
    }

    /** A connection in a backlog: the client's name, and the end that accept will return. */
    private record Waiting(Endpoint client, End end) {}

    /** An end of a connection, and what has yet to be received there. */
    private record End(Queue incoming, Queue outgoing) {}

    /** What was sent to a socket and has not been received. */
    private static final class Queue {

        private final Lane lane;
        private final Endpoint local;
        private int amount;
        private boolean isOfMessages;
        private String end = ""; // until it is received
        private boolean hasEnded;
        private boolean isOpen = true;
        private boolean isUnknown;

        Queue(Side owner, Endpoint local) {
            this.lane = owner == Side.SERVER ? Lane.TO_SERVER : Lane.TO_CLIENT;
            this.local = local;
        }

        void add(Effect sent) {
            isOfMessages = sent.isMessage();
            amount += size(sent);
        }

        void take(Effect received) {
            if (received.bytes() < 0) {
                end = "";
            } else {
                amount = Math.max(0, amount - size(received));
            }
        }

        private static int size(Effect moved) {
            return moved.isMessage() ? 1 : moved.bytes();
        }
    }

    /** Nothing is there yet. */
    KernelObjects() {}

    /** The lanes in which there has been something. */
    List<Lane> used() {
        return List.copyOf(used);
    }

    /** What a lane holds now. */
    Content content(Lane lane) {
        return switch (lane) {
            case SOCKET_FILE -> new Content(!files.isEmpty(), files.isEmpty() ? "" : count(files.size(), "file"));
            case BACKLOG -> new Content(!listeners.isEmpty(), waiting());
            case TO_SERVER, TO_CLIENT ->
                content(queues.stream()
                        .filter(queue -> queue.lane == lane && queue.isOpen)
                        .toList());
        };
    }

    private String waiting() {
        int waiting = listeners.values().stream()
                .mapToInt(listening -> listening.backlog.size())
                .sum();
        if (listeners.values().stream().anyMatch(listening -> listening.isUnknown)) {
            return UNKNOWN;
        }
        return waiting == 0 ? "" : waiting + " waiting";
    }

    private static Content content(List<Queue> open) {
        if (open.stream().anyMatch(queue -> queue.isUnknown)) {
            return new Content(true, UNKNOWN);
        }
        int bytes = open.stream()
                .filter(queue -> !queue.isOfMessages)
                .mapToInt(queue -> queue.amount)
                .sum();
        int messages = open.stream()
                .filter(queue -> queue.isOfMessages)
                .mapToInt(queue -> queue.amount)
                .sum();
        List<String> words = new ArrayList<>();
        if (bytes > 0) {
            words.add(bytes + " B");
        }
        if (messages > 0) {
            words.add(count(messages, "msg"));
        }
        open.stream()
                .map(queue -> queue.end)
                .filter(end -> !end.isEmpty())
                .findFirst()
                .ifPresent(words::add);
        return new Content(!open.isEmpty(), String.join(", ", words));
    }

    private static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** Follows a call. Returns what it moved between its side and a lane, if that can be told. */
    Optional<Arrow> apply(Event call) {
        Effect effect = call.effect();
        Name socket = new Name(call.side(), effect.socket());
        return switch (effect.kind()) {
            case NONE -> Optional.empty();
            case MANY -> many(effect.bytes() > 0);
            case LISTEN -> listen(socket, Endpoint.parse(effect.local()));
            case BIND -> bind(socket, Endpoint.parse(effect.local()));
            case CONNECT -> connect(socket, Endpoint.parse(effect.local()), Endpoint.parse(effect.peer()));
            case ACCEPT -> accept(socket, Endpoint.parse(effect.local()), Endpoint.parse(effect.peer()));
            case SEND -> target(socket, effect).flatMap(queue -> send(queue, effect));
            case RECV -> receive(socket, effect);
            case SHUTDOWN -> Optional.ofNullable(ends.get(socket)).flatMap(end -> end(end.outgoing(), "end"));
            case CLOSE -> close(socket, false, "end");
            case RESET -> close(socket, false, "reset");
            case CLOSE_AND_UNLINK -> close(socket, true, "end");
        };
    }

    /** Many calls moved nobody knows how much; whether they made or took connections is known. */
    private Optional<Arrow> many(boolean haveConnections) {
        queues.stream().filter(queue -> queue.isOpen).forEach(queue -> {
            queue.isUnknown = true;
            used.add(queue.lane);
        });
        listeners.values().forEach(listening -> listening.isUnknown |= haveConnections);
        return Optional.empty();
    }

    private Optional<Arrow> arrow(Lane lane, boolean isIntoKernel, String text) {
        used.add(lane);
        return Optional.of(new Arrow(lane, isIntoKernel, text));
    }

    private Optional<Arrow> listen(Name socket, Endpoint local) {
        listeners.put(socket, new Listening(socket.side(), local));
        used.add(Lane.BACKLOG);
        return createFile(socket, local);
    }

    private Optional<Arrow> bind(Name socket, Endpoint local) {
        Queue queue = new Queue(socket.side(), local);
        packetQueues.put(socket, queue);
        queues.add(queue);
        return createFile(socket, local);
    }

    private Optional<Arrow> createFile(Name socket, Endpoint local) {
        if (!(local.name() instanceof PathName)) {
            return Optional.empty();
        }
        files.values().remove(local); // one that a dead server left
        files.put(socket, local);
        return arrow(Lane.SOCKET_FILE, true, "created");
    }

    private Optional<Arrow> connect(Name socket, Endpoint local, Endpoint peer) {
        Optional<Listening> found = last(listeners.values(), listening -> isReachedAt(listening.local, peer));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Queue toServer = new Queue(found.get().side, peer);
        Queue toClient = new Queue(socket.side(), local);
        queues.add(toServer);
        queues.add(toClient);
        ends.put(socket, new End(toClient, toServer));
        found.get().backlog.add(new Waiting(local, new End(toServer, toClient)));
        return arrow(Lane.BACKLOG, true, "connection");
    }

    /** The backlog is a queue; where clients have names, a look at them is safer than the order of two threads. */
    private Optional<Arrow> accept(Name socket, Endpoint local, Endpoint client) {
        Optional<Listening> found = last(listeners.values(), listening -> listening.local.equals(local));
        Optional<Waiting> next = found.flatMap(listening -> listening.backlog.stream()
                .filter(waiting -> !client.isNamed() || waiting.client().equals(client))
                .findFirst());
        if (next.isEmpty()) {
            return Optional.empty();
        }
        found.get().backlog.remove(next.get());
        ends.put(socket, next.get().end());
        return arrow(Lane.BACKLOG, false, "connection");
    }

    /** Where what a socket sends will be received. */
    private Optional<Queue> target(Name socket, Effect sent) {
        return ends.containsKey(socket)
                ? Optional.of(ends.get(socket).outgoing())
                : last(packetQueues.values(), queue -> queue.local.equals(Endpoint.parse(sent.peer())));
    }

    private Optional<Arrow> send(Queue queue, Effect sent) {
        if (sent.bytes() == 0 && !sent.isMessage()) {
            return Optional.empty();
        }
        queue.add(sent);
        return arrow(queue.lane, true, sent.bytes() + " B");
    }

    private Optional<Arrow> receive(Name socket, Effect received) {
        Optional<Queue> queue = Optional.ofNullable(ends.get(socket))
                .map(End::incoming)
                .or(() -> Optional.ofNullable(packetQueues.get(socket)));
        if (queue.isEmpty() || received.bytes() == 0 && !received.isMessage()) {
            return Optional.empty();
        }
        queue.get().take(received);
        return arrow(queue.get().lane, false, received.bytes() < 0 ? "end" : received.bytes() + " B");
    }

    private Optional<Arrow> end(Queue queue, String how) {
        if (!queue.isOpen || queue.hasEnded) {
            return Optional.empty();
        }
        queue.hasEnded = true;
        queue.end = how;
        return arrow(queue.lane, true, how);
    }

    private Optional<Arrow> close(Name socket, boolean unlinks, String how) {
        Optional<Arrow> arrow =
                unlinks && files.remove(socket) != null ? arrow(Lane.SOCKET_FILE, true, "removed") : Optional.empty();
        Listening listening = listeners.remove(socket);
        if (listening != null) {
            listening.backlog.forEach(waiting -> waiting.end().incoming().isOpen = false);
        }
        Optional.ofNullable(packetQueues.remove(socket)).ifPresent(queue -> queue.isOpen = false);
        End end = ends.remove(socket);
        if (end == null) {
            return arrow;
        }
        end.incoming().isOpen = false;
        // Data that has not been read makes it a reset (RFC 1122, 4.2.2.13), also on AF_UNIX.
        return end(end.outgoing(), end.incoming().amount > 0 ? "reset" : how);
    }

    private static <T> Optional<T> last(Collection<T> objects, Predicate<T> wanted) {
        return objects.stream().filter(wanted).reduce((first, second) -> second);
    }

    /** Of a host only the port counts, because a listener may be bound to any interface. */
    private static boolean isReachedAt(Endpoint local, Endpoint address) {
        return local.name() instanceof HostPort here && address.name() instanceof HostPort there
                ? here.port().equals(there.port())
                : local.equals(address);
    }
}
