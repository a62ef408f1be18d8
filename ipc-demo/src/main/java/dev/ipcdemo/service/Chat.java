package dev.ipcdemo.service;

import dev.ipcdemo.sockets.SocketFailure;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * People who talk to each other, a line at a time. A line that begins with {@code /} is meant for the server; see {@link
 * #HELP}. What one says all others receive, as {@code <name> line}; what the server says begins with {@code *}.
 *
 * <p>Each member has an outbox of bounded length and a thread that empties it, so that a slow one holds nobody up: whose
 * outbox runs over has to leave.
 *
 * <p>One lock guards who is there, what they are called, and the order of lines. Nothing is called under it that could wait
 * or come back: a member whose outbox runs over is only noted, and is ended after the lock is released.
 */
final class Chat implements Service {

    private static final String HELP = "* /nick NAME, /who, /quit; everything else is said to all";
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_-]{1,20}");

    /** A line that is longer is cut into several. */
    private static final int MAX_LINE_BYTES = 4096;

    private final Map<Peer, Member> members = new LinkedHashMap<>(); // guarded by this
    private final List<Member> overrun = new ArrayList<>(); // guarded by this

    @Override
    public void joined(Peer peer) {
        change(() -> {
            Member member = new Member(peer, freeName(peer.number()), MAX_LINE_BYTES);
            tellAll("* " + member.name() + " joined");
            members.put(peer, member);
            tell(member, "* welcome, " + member.name() + "; " + present());
            tell(member, HELP);
        });
    }

    /** Does something under the lock, and then without it ends with those whose outboxes ran over. */
    private void change(Runnable change) {
        List<Member> ending;
        synchronized (this) {
            change.run();
            ending = List.copyOf(overrun);
            overrun.clear();
        }
        ending.forEach(member -> member.end("does not read what it is sent"));
    }

    private void tell(Member member, String line) {
        if (!member.tell(line)) {
            overrun.add(member);
        }
    }

    private String freeName(long number) {
        String name = "guest" + number;
        while (isTaken(name)) {
            name += "_";
        }
        return name;
    }

    @Override
    public void received(Peer from, ByteBuffer bytes) throws SocketFailure {
        Member member = find(from);
        if (member == null) {
            return; // has left while this was on its way
        }
        for (String line : member.lines(bytes)) {
            change(() -> take(member, line));
        }
    }

    private synchronized Member find(Peer peer) {
        return members.get(peer);
    }

    private void take(Member member, String line) {
        if (!members.containsValue(member)) {
            return; // has left, and what was behind its last line is of no interest
        }
        String[] words = line.strip().split("\\s+", 2);
        switch (words[0]) {
            case "" -> {}
            case "/nick" -> rename(member, words.length > 1 ? words[1] : "");
            case "/who" -> tell(member, "* " + present());
            case "/quit" -> {
                if (!member.tellLast("* goodbye, " + member.name(), "said goodbye")) {
                    overrun.add(member);
                }
            }
            default -> {
                if (line.startsWith("/")) {
                    tell(member, "* there is no " + words[0] + "; " + HELP.substring(2));
                } else {
                    tellOthers(member, "<" + member.name() + "> " + line);
                }
            }
        }
    }

    private void rename(Member member, String name) {
        if (!NAME.matcher(name).matches()) {
            tell(member, "* a name has 1 to 20 letters, digits, - or _");
        } else if (isTaken(name)) {
            tell(member, "* " + name + " is taken");
        } else {
            String old = member.name();
            member.rename(name);
            tellAll("* " + old + " is now " + name);
        }
    }

    /** However it is written: Ann and ann would be mistaken for each other. */
    private boolean isTaken(String name) {
        return members.values().stream()
                .anyMatch(member -> member.name().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT)));
    }

    private String present() {
        Collection<Member> all = members.values();
        return "here: " + all.stream().map(Member::name).collect(Collectors.joining(", "));
    }

    private void tellAll(String line) {
        members.values().forEach(member -> tell(member, line));
    }

    private void tellOthers(Member speaker, String line) {
        members.values().stream().filter(member -> member != speaker).forEach(member -> tell(member, line));
    }

    @Override
    public void left(Peer peer) {
        change(() -> {
            Member member = members.remove(peer);
            if (member != null) {
                member.close();
                tellAll("* " + member.name() + " left");
            }
        });
    }
}
