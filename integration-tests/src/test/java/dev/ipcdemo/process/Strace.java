package dev.ipcdemo.process;

import dev.ipcdemo.trace.StraceReader;
import dev.ipcdemo.trace.TraceEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The log of {@code strace -f -y -ttt}, reduced to what each process did with its sockets. A socket is identified by its inode,
 * because it may have several descriptors, in several processes.
 *
 * <p>The JVM's own sockets are left out: those that never get an address, those that ask the name service cache, and those
 * with which junixsocket finds out what the system supports.
 *
 * <p>The lines are read by the same class as for {@code ipc-demo trace}, which has no part in the timeline of a demo. Which
 * sockets there are, and whose calls those are, is found out here by other means: inodes, and the results of clone.
 */
final class Strace {

    /** The calls to trace: socket calls, and calls that tell threads from processes. */
    static final List<String> COMMAND = List.of(
            "strace",
            "-f",
            "--seccomp-bpf", // stops a process at these calls only; else each call costs two switches
            "-qq",
            "-y",
            "-ttt",
            "-e",
            "trace=socket,socketpair,bind,listen,accept,accept4,connect,shutdown,dup,dup2,dup3,close,unlink,"
                    + "clone,clone3,fork,vfork",
            "-e",
            "signal=none");

    private static final Pattern SOCKET = Pattern.compile("\\d+<socket:\\[(\\d+)]>");
    private static final Pattern PAIR = Pattern.compile("\\[" + SOCKET + ", " + SOCKET + "]");
    private static final Pattern ADDRESS = Pattern.compile(
            "sun_path=(@?)\"((?:[^\"\\\\]|\\\\.)*)\"|htons\\((\\d+)\\).*?(?:inet_addr\\(|inet_pton\\(AF_INET6, )\"([^\"]*)\"");

    /**
     * One call.
     *
     * @param name the system call, accept for accept4 too
     * @param address the address of bind and connect, as the timeline writes it; for shutdown, how; otherwise empty
     */
    record SystemCall(String name, String address) {
        @Override
        public String toString() {
            return address.isEmpty() ? name : name + " " + address;
        }
    }

    /**
     * A call of a thread.
     *
     * @param thread its id
     * @param socket the socket's inode
     * @param call the call
     */
    private record Traced(long thread, String socket, SystemCall call) {}

    /** Which thread started a thread; a thread without an entry is a process. May be logged after the thread's first calls. */
    private final Map<Long, Long> starters = new HashMap<>();

    private final List<Traced> calls = new ArrayList<>();

    /** The sockets that have an address, or a peer without one. */
    private final Set<String> named = new HashSet<>();

    /** The other ends of sockets that were made in pairs. */
    private final Map<String, String> peers = new HashMap<>();

    /** The sockets by their paths, until the path is unlinked. */
    private final Map<String, String> bound = new HashMap<>();

    static Strace read(Path log) throws IOException {
        Strace strace = new Strace();
        StraceReader reader = new StraceReader();
        for (String line : Files.readAllLines(log)) {
            for (TraceEntry entry : reader.read(line)) {
                if (entry instanceof TraceEntry.SystemCall call) {
                    strace.take(call);
                }
            }
        }
        return strace;
    }

    private void take(TraceEntry.SystemCall made) {
        long thread = made.thread();
        switch (made.name()) {
            case "clone", "clone3", "fork", "vfork" -> {
                if (String.join(" ", made.arguments()).contains("CLONE_THREAD")) {
                    starters.put(made.number(), thread);
                }
            }
            case "socket", "accept", "accept4", "dup" ->
                add(thread, socketIn(made.result()), made.name().replace("4", ""), "");
            case "socketpair" -> {
                Matcher ends = PAIR.matcher(made.argument(3));
                if (ends.find()) {
                    peers.put(ends.group(1), ends.group(2));
                    peers.put(ends.group(2), ends.group(1));
                    add(thread, Optional.of(ends.group(1)), made.name(), "");
                }
            }
            case "dup2", "dup3" -> // the second descriptor stands for another file now
                add(thread, socketIn(made.argument(1)), "close", "");
            case "shutdown" ->
                add(
                        thread,
                        socketIn(made.argument(0)),
                        made.name(),
                        made.argument(1).replaceFirst(".*(SHUT_\\w+).*", "$1"));
            case "unlink" -> {
                String path = made.argument(0).replaceFirst("\"([^\"]*)\".*", "$1");
                // The file at the path may not be a socket any more.
                add(thread, Optional.ofNullable(bound.remove(path)), made.name(), "");
            }
            default -> add(thread, socketIn(made.argument(0)), made.name(), address(made.argument(1)));
        }
    }

    /** The socket of the descriptor at the beginning of a text. */
    private static Optional<String> socketIn(String text) {
        Matcher socket = SOCKET.matcher(text);
        return socket.lookingAt() ? Optional.of(socket.group(1)) : Optional.empty();
    }

    private void add(long thread, Optional<String> socket, String name, String address) {
        if (socket.isEmpty()) {
            return;
        }
        calls.add(new Traced(thread, socket.get(), new SystemCall(name, address)));
        boolean isOwn = address.endsWith("/nscd/socket") || address.startsWith("@junixsocket-capability");
        if (name.equals("accept") || name.matches("bind|connect") && !isOwn) {
            named.add(socket.get());
        }
        if (name.equals("shutdown") && peers.containsKey(socket.get())) { // which the JVM's own pair never is
            named.addAll(List.of(socket.get(), peers.get(socket.get())));
        }
        if (name.equals("bind")) {
            bound.put(address, socket.get());
        }
    }

    private long processOf(long thread) {
        long starter = thread;
        while (starters.containsKey(starter)) {
            starter = starters.get(starter);
        }
        return starter;
    }

    private static String address(String rest) {
        Matcher address = ADDRESS.matcher(rest);
        if (!address.find()) {
            return "";
        }
        return address.group(2) != null
                ? address.group(1) + address.group(2).replaceAll("(\\\\0)+$", "")
                : address.group(4).replaceFirst("^::ffff:", "") + ":" + address.group(3); // IPv4 on an IPv6 socket
    }

    /** The calls of a process on sockets that have an address; a shutdown that is repeated at once is listed once. */
    List<SystemCall> socketCalls(long pid) {
        return ofTheDemo(pid).map(Traced::call).toList();
    }

    /** The same calls for each socket, in the order in which the sockets were opened. */
    List<List<SystemCall>> callsBySocket(long pid) {
        return List.copyOf(ofTheDemo(pid)
                .collect(Collectors.groupingBy(
                        Traced::socket, LinkedHashMap::new, Collectors.mapping(Traced::call, Collectors.toList())))
                .values());
    }

    private Stream<Traced> ofTheDemo(long pid) {
        Map<String, SystemCall> last = new HashMap<>();
        return calls.stream()
                .filter(traced -> named.contains(traced.socket()))
                .filter(traced -> processOf(traced.thread()) == pid)
                .filter(traced -> !traced.call().equals(last.put(traced.socket(), traced.call()))
                        || !traced.call().name().equals("shutdown"));
    }
}
