package dev.ipcdemo.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The log of {@code strace -f}, boiled down to what each process did with its sockets.
 *
 * <p>Left out are sockets of the JVM's own: those that never get an address, those that ask the name service cache, and
 * those by which junixsocket finds out what the system can do.
 */
final class Strace {

    /** What has to be traced: the socket calls, and what tells threads from processes. */
    static final List<String> COMMAND = List.of(
            "strace",
            "-f",
            "-qq",
            "-e",
            "trace=socket,bind,listen,accept,accept4,connect,shutdown,close,unlink,clone,clone3,fork,vfork",
            "-e",
            "signal=none");

    private static final Pattern CALL = Pattern.compile("(\\d+) +(\\w+)\\((.*)");
    private static final Pattern RESUMED = Pattern.compile("(\\d+) +<\\.\\.\\. (\\w+) resumed>(.*)");
    private static final Pattern RESULT = Pattern.compile("= (-?\\d+)[^=]*$");
    private static final Pattern ADDRESS = Pattern.compile(
            "sun_path=(@?)\"((?:[^\"\\\\]|\\\\.)*)\"|htons\\((\\d+)\\).*?(?:inet_addr\\(|inet_pton\\(AF_INET6, )\"([^\"]*)\"");

    private static final int NO_DESCRIPTOR = -1;

    /**
     * One call.
     *
     * @param name the system call, accept for accept4 too
     * @param address what bind and connect were given, as the timeline writes it, and how shutdown ends; else empty
     */
    record SystemCall(String name, String address) {
        @Override
        public String toString() {
            return address.isEmpty() ? name : name + " " + address;
        }
    }

    private record Traced(String thread, int descriptor, SystemCall call) {}

    /** By whom a thread was started; what is not in here is a process. That may be logged after the thread's first calls. */
    private final Map<String, String> starters = new HashMap<>();

    private final Map<String, String> unfinished = new HashMap<>();
    private final List<Traced> calls = new ArrayList<>();

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
        Matcher result = RESULT.matcher(rest);
        int value = result.find() ? Integer.parseInt(result.group(1)) : -1;
        if (name.matches("clone3?|v?fork")) {
            if (rest.contains("CLONE_THREAD")) {
                starters.put(Integer.toString(value), thread);
            }
            return;
        }
        switch (name) {
            case "socket", "accept", "accept4" -> {
                if (value >= 0) {
                    calls.add(new Traced(thread, value, new SystemCall(name.replace("4", ""), "")));
                }
            }
            case "unlink" -> {
                if (isBound(quoted(rest))) {
                    calls.add(new Traced(thread, NO_DESCRIPTOR, new SystemCall("unlink", "")));
                }
            }
            case "shutdown" -> {
                String[] arguments = rest.split("[,)] *");
                calls.add(
                        new Traced(thread, Integer.parseInt(arguments[0]), new SystemCall(name, arguments[1].strip())));
            }
            default -> {
                Matcher descriptor = Pattern.compile("^(\\d+)").matcher(rest);
                if (descriptor.find()) {
                    calls.add(new Traced(
                            thread, Integer.parseInt(descriptor.group(1)), new SystemCall(name, address(rest))));
                }
            }
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

    private boolean isBound(String path) {
        return calls.stream().anyMatch(traced -> traced.call().equals(new SystemCall("bind", path)));
    }

    private static String quoted(String rest) {
        return rest.replaceFirst("^\"([^\"]*)\".*", "$1");
    }

    /** What the process did with sockets that got an address; a call repeated at once stands once. */
    List<SystemCall> socketCalls(long pid) {
        List<Traced> all = calls.stream()
                .filter(traced -> processOf(traced.thread()).equals(Long.toString(pid)))
                .toList();
        List<SystemCall> kept = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Traced traced = all.get(i);
            boolean isRepeated = !kept.isEmpty()
                    && traced.call().name().equals("shutdown")
                    && kept.get(kept.size() - 1).equals(traced.call());
            if (!isRepeated && (traced.descriptor() == NO_DESCRIPTOR || isOfTheDemo(all, i))) {
                kept.add(traced.call());
            }
        }
        return kept;
    }

    /** Whether the descriptor, in the life that it has at this call, is a socket with an address. */
    private static boolean isOfTheDemo(List<Traced> all, int at) {
        int descriptor = all.get(at).descriptor();
        boolean isSocket = false;
        boolean isNamed = false;
        for (int i = lifeBegins(all, at); i < all.size(); i++) {
            Traced traced = all.get(i);
            if (traced.descriptor() != descriptor) {
                continue;
            }
            SystemCall call = traced.call();
            isSocket |= call.name().equals("socket") || call.name().equals("accept");
            isNamed |= call.name().equals("accept")
                    || call.name().matches("bind|connect")
                            && !call.address().endsWith("/nscd/socket")
                            && !call.address().startsWith("@junixsocket-capability");
            if (call.name().equals("close")) {
                break;
            }
        }
        return isSocket && isNamed;
    }

    private static int lifeBegins(List<Traced> all, int at) {
        int descriptor = all.get(at).descriptor();
        for (int i = at; i >= 0; i--) {
            String name = all.get(i).call().name();
            if (all.get(i).descriptor() == descriptor && (name.equals("socket") || name.equals("accept"))) {
                return i;
            }
            if (i < at && all.get(i).descriptor() == descriptor && name.equals("close")) {
                return at;
            }
        }
        return at;
    }
}
