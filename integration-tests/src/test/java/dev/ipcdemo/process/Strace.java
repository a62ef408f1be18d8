package dev.ipcdemo.process;

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
 * The log of {@code strace -f -y}, reduced to what each process did with its sockets. A socket is identified by its inode,
 * because it may have several descriptors, in several processes.
 *
 * <p>The JVM's own sockets are left out: those that never get an address, those that ask the name service cache, and those
 * with which junixsocket finds out what the system supports.
 */
final class Strace {

    /** The calls to trace: socket calls, and calls that tell threads from processes. */
    static final List<String> COMMAND = List.of(
            "strace",
            "-f",
            "--seccomp-bpf", // stops a process at these calls only; else each call costs two switches
            "-qq",
            "-y",
            "-e",
            "trace=socket,socketpair,bind,listen,accept,accept4,connect,shutdown,dup,dup2,dup3,close,unlink,"
                    + "clone,clone3,fork,vfork",
            "-e",
            "signal=none");

    private static final Pattern CALL = Pattern.compile("(\\d+) +(\\w+)\\((.*)");
    private static final Pattern RESUMED = Pattern.compile("(\\d+) +<\\.\\.\\. (\\w+) resumed>(.*)");
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
    private record Traced(String thread, String socket, SystemCall call) {}

    /** Which thread started a thread; a thread without an entry is a process. May be logged after the thread's first calls. */
    private final Map<String, String> starters = new HashMap<>();

    private final Map<String, String> unfinished = new HashMap<>();
    private final List<Traced> calls = new ArrayList<>();

    /** The sockets that have an address, or a peer without one. */
    private final Set<String> named = new HashSet<>();

    /** The other ends of sockets that were made in pairs. */
    private final Map<String, String> peers = new HashMap<>();

    /** The sockets by their paths, until the path is unlinked. */
    private final Map<String, String> bound = new HashMap<>();

    static Strace read(Path log) throws IOException {
        Strace strace = new Strace();
        for (String line : Files.readAllLines(log)) {
            strace.take(line);
        }
        return strace;
    }

    private void take(String line) {
        Matcher resumed = RESUMED.matcher(line);
        if (resumed.matches()) {
            String begun = unfinished.remove(resumed.group(1));
            if (begun != null) {
                take(begun + resumed.group(3));
            }
            return;
        }
        if (line.endsWith("<unfinished ...>")) {
            String begun = line.substring(0, line.length() - "<unfinished ...>".length());
            unfinished.put(begun.substring(0, begun.indexOf(' ')), begun);
            return;
        }
        Matcher call = CALL.matcher(line);
        if (call.matches()) {
            take(call.group(1), call.group(2), call.group(3));
        }
    }

    private void take(String thread, String name, String rest) {
        int end = rest.lastIndexOf(" = ");
        String arguments = end < 0 ? rest : rest.substring(0, end);
        String result = end < 0 ? "" : rest.substring(end + 3);
        switch (name) {
            case "clone", "clone3", "fork", "vfork" -> {
                if (arguments.contains("CLONE_THREAD")) {
                    starters.put(result, thread);
                }
            }
            case "socket", "accept", "accept4", "dup" -> add(thread, socketIn(result), name.replace("4", ""), "");
            case "socketpair" -> {
                Matcher ends = PAIR.matcher(arguments);
                if (ends.find()) {
                    peers.put(ends.group(1), ends.group(2));
                    peers.put(ends.group(2), ends.group(1));
                    add(thread, Optional.of(ends.group(1)), name, "");
                }
            }
            case "dup2", "dup3" -> // the second descriptor stands for another file now
                add(thread, socketIn(arguments.replaceFirst("[^,]*, ", "")), "close", "");
            case "shutdown" -> add(thread, socketIn(arguments), name, arguments.replaceFirst(".*(SHUT_\\w+).*", "$1"));
            case "unlink" -> {
                String path = arguments.replaceFirst("\"([^\"]*)\".*", "$1");
                // The file at the path may not be a socket any more.
                add(thread, Optional.ofNullable(bound.remove(path)), name, "");
            }
            default -> add(thread, socketIn(arguments), name, address(arguments));
        }
    }

    /** The socket of the descriptor at the beginning of a text. */
    private static Optional<String> socketIn(String text) {
        Matcher socket = SOCKET.matcher(text);
        return socket.lookingAt() ? Optional.of(socket.group(1)) : Optional.empty();
    }

    private void add(String thread, Optional<String> socket, String name, String address) {
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

    private String processOf(String thread) {
        String starter = thread;
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
                .filter(traced -> processOf(traced.thread()).equals(Long.toString(pid)))
                .filter(traced -> !traced.call().equals(last.put(traced.socket(), traced.call()))
                        || !traced.call().name().equals("shutdown"));
    }
}
