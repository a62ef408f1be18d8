package dev.ipcdemo.trace;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A socket of a traced program: what is known of it, and what was done with it. */
final class TracedSocket {

    /** The kernel counts in ticks, of 10 ms at most, and may end a wait one tick early. */
    private static final Duration TICK = Duration.ofMillis(10);

    private static final Duration SHORTEST_WAIT = Duration.ofMillis(1);

    private final int number;
    private final String scheme;
    private final Map<String, Counted> calls = new LinkedHashMap<>();
    private final Map<String, Duration> timeouts = new HashMap<>();
    private String inode = "";
    private String peerInode = "";
    private String local = "";
    private String peer = "";
    private Optional<TracedSocket> otherEnd = Optional.empty();
    private int references;
    private boolean isListening;
    private boolean isConnected;
    private boolean isResetByClose;
    private long sentBytes;
    private long receivedBytes;

    /** How often a call was made on the socket, and how much of it the timeline does not show. */
    private static final class Counted {
        private long made;
        private long hidden;
        private long hiddenBytes;
    }

    TracedSocket(int number, String scheme) {
        this.number = number;
        this.scheme = scheme;
    }

    /** Such as tcp, for the protocol that strace names, or the domain and type with which a socket was created. */
    static String scheme(String protocol) {
        return switch (protocol) {
            case "UNIX-STREAM" -> "unix";
            case "UNIX", "UNIX-DGRAM" -> "unixgram";
            case "UNIX-SEQPACKET" -> "unixpacket";
            default -> protocol.toLowerCase(Locale.ROOT).replaceFirst("v6$", "").replaceAll("[^a-z0-9]", "");
        };
    }

    int number() {
        return number;
    }

    /** What the timeline calls it. */
    String name() {
        return "#" + number;
    }

    String scheme() {
        return scheme;
    }

    /** Whether the boundaries of what is sent are kept. */
    boolean keepsMessages() {
        return !scheme.endsWith("tcp") && !scheme.equals("unix");
    }

    boolean isPacketSocket() {
        return scheme.equals("udp") || scheme.equals("unixgram");
    }

    boolean isInternet() {
        return scheme.equals("tcp") || scheme.equals("udp");
    }

    /** Of which what an error means may depend: AF_INET stands for both of the Internet's; empty if it is another. */
    String domain() {
        if (isInternet() || scheme.equals("mptcp")) {
            return "AF_INET";
        }
        return scheme.startsWith("unix") ? "AF_UNIX" : "";
    }

    /**
     * A timeout was set.
     *
     * @param option SO_RCVTIMEO or SO_SNDTIMEO
     * @param timeout zero for none
     */
    void setTimeout(String option, Duration timeout) {
        timeouts.put(option, timeout);
    }

    /**
     * SO_LINGER was set.
     *
     * @param isZero whether close is to reset a connection (man 7 socket): on, with no time
     */
    void setLinger(boolean isZero) {
        isResetByClose = isZero && scheme.endsWith("tcp");
    }

    /** Whether close resets a connection, whatever has been read of it. */
    boolean isResetByClose() {
        return isResetByClose;
    }

    /** A connection of TCP that is accepted has the listener's options; one on AF_UNIX has none of them. */
    void acceptedBy(TracedSocket listener) {
        if (domain().equals("AF_INET")) {
            timeouts.putAll(listener.timeouts);
            isResetByClose = listener.isResetByClose;
        }
    }

    /**
     * Whether a call that returned without effect has waited for as long as a timeout says.
     *
     * @param option SO_RCVTIMEO or SO_SNDTIMEO
     * @param tookNs how long the call took
     */
    boolean hasTimedOut(String option, long tookNs) {
        Duration timeout = timeouts.getOrDefault(option, Duration.ZERO);
        Duration took = Duration.ofNanos(tookNs);
        return timeout.compareTo(Duration.ZERO) > 0
                && took.compareTo(SHORTEST_WAIT) >= 0
                && took.compareTo(timeout.minus(TICK)) >= 0;
    }

    /** Takes over what strace says beside a descriptor; what is known is not forgotten. Returns whether anything was new. */
    boolean learn(StraceText.Socket seen) {
        String before = inode + peerInode + local + peer;
        inode = seen.inode().isEmpty() ? inode : seen.inode();
        peerInode = seen.peerInode().isEmpty() ? peerInode : seen.peerInode();
        // Once a socket is connected, strace may still show the address that it was bound to.
        local = seen.local().isEmpty() || isConnected && seen.peer().isEmpty() ? local : seen.local();
        peer = seen.peer().isEmpty() ? peer : seen.peer();
        return !before.equals(inode + peerInode + local + peer);
    }

    void setLocal(String address) {
        local = address.isEmpty() ? local : address;
    }

    void connectedTo(String address) {
        isConnected = true;
        peer = address;
    }

    void disconnected() {
        isConnected = false;
        peer = "";
        peerInode = "";
    }

    void listens() {
        isListening = true;
    }

    boolean isListening() {
        return isListening;
    }

    boolean isConnected() {
        return isConnected;
    }

    String inode() {
        return inode;
    }

    String peerInode() {
        return peerInode;
    }

    String local() {
        return local;
    }

    String peer() {
        return peer;
    }

    Optional<TracedSocket> otherEnd() {
        return otherEnd;
    }

    void matched(TracedSocket other) {
        otherEnd = Optional.of(other);
    }

    /** A descriptor stands for the socket from now on. */
    void open() {
        references++;
    }

    /** A descriptor no longer does. Returns whether it was the last. */
    boolean close() {
        return --references <= 0;
    }

    /** Whether more descriptors stand for it than those that are closed. */
    boolean staysOpenWithout(int descriptors) {
        return references > descriptors;
    }

    boolean isOpen() {
        return references > 0;
    }

    void sent(long bytes) {
        sentBytes += bytes;
    }

    void received(long bytes) {
        receivedBytes += bytes;
    }

    /**
     * Counts a call.
     *
     * @param call its name, also that of its outcome where such calls are counted by themselves
     * @param bytes what it moved
     * @param limit how many of these calls are shown
     * @return whether this one is
     */
    boolean count(String call, long bytes, long limit) {
        Counted counted = calls.computeIfAbsent(call, any -> new Counted());
        counted.made++;
        if (counted.made <= limit) {
            return true;
        }
        counted.hidden++;
        counted.hiddenBytes += bytes;
        return false;
    }

    /** The calls that were not shown since this was last asked; empty if all were. */
    String hiddenCalls() {
        String words = calls.entrySet().stream()
                .filter(call -> call.getValue().hidden > 0)
                .map(call -> String.format(Locale.ROOT, "%,d more %s", call.getValue().hidden, call.getKey())
                        + (call.getValue().hiddenBytes > 0 ? ", " + bytes(call.getValue().hiddenBytes) : ""))
                .collect(Collectors.joining("; "));
        calls.values().forEach(call -> {
            call.hidden = 0;
            call.hiddenBytes = 0;
        });
        return words;
    }

    /** Where it is and where its peer is. */
    String where() {
        if (local.isEmpty() && peer.isEmpty() && !isConnected) {
            return scheme
                    + otherEnd.map(other -> ", a pair with " + other.name()).orElse("");
        }
        String from = local.isEmpty() ? "unnamed" : local;
        if (isListening) {
            return scheme + " " + from + ", listening";
        }
        String to = peer.isEmpty() && isConnected ? "unnamed" : peer;
        return scheme + " " + from + (to.isEmpty() ? "" : " → " + to)
                + otherEnd.map(other -> " (" + other.name() + ")").orElse("");
    }

    /** Whether there is anything to say of it but that it was opened. */
    boolean wasUsed() {
        return isListening || isConnected || sentBytes + receivedBytes > 0 || isPacketSocket() && !local.isEmpty();
    }

    /** The socket in one line of the summary. */
    String summary() {
        return name() + " " + where()
                + (isListening ? "" : ": " + bytes(sentBytes) + " sent, " + bytes(receivedBytes) + " received");
    }

    static String bytes(long bytes) {
        return String.format(Locale.ROOT, "%,d %s", bytes, bytes == 1 ? "byte" : "bytes");
    }
}
