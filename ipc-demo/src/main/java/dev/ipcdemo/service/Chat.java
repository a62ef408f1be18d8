package dev.ipcdemo.service;

import dev.ipcdemo.sockets.SocketFailure;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.LinkedHashMap;
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
 */
final class Chat implements Service {

    private static final String HELP = "* /nick NAME, /who, /quit; everything else is said to all";
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_-]{1,20}");

    /** A line that is longer is cut into several. */
    private static final int MAX_LINE_BYTES = 4096;

    private final Map<Peer, Member> members = new LinkedHashMap<>(); // guarded by this

    @Override
    public synchronized void joined(Peer peer) {
        Member member = new Member(peer, freeName(peer.number()), MAX_LINE_BYTES);
        tellAll("* " + member.name() + " joined");
        members.put(peer, member);
        member.tell("* welcome, " + member.name() + "; " + present());
        member.tell(HELP);
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
        Member member;
        synchronized (this) {
            member = members.get(from);
        }
        if (member == null) {
            return; // has left while this was on its way
        }
        for (String line : member.lines(bytes)) {
            take(member, line);
        }
    }

    private synchronized void take(Member member, String line) {
        String[] words = line.strip().split("\\s+", 2);
        switch (words[0]) {
            case "" -> {}
            case "/nick" -> rename(member, words.length > 1 ? words[1] : "");
            case "/who" -> member.tell("* " + present());
            case "/quit" -> {
                member.tell("* goodbye, " + member.name());
                member.endWhenTold("said goodbye");
            }
            default -> {
                if (line.startsWith("/")) {
                    member.tell("* there is no " + words[0] + "; " + HELP.substring(2));
                } else {
                    tellOthers(member, "<" + member.name() + "> " + line);
                }
            }
        }
    }

    private void rename(Member member, String name) {
        if (!NAME.matcher(name).matches()) {
            member.tell("* a name has 1 to 20 letters, digits, - or _");
        } else if (isTaken(name)) {
            member.tell("* " + name + " is taken");
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
        members.values().forEach(member -> member.tell(line));
    }

    private void tellOthers(Member speaker, String line) {
        members.values().stream().filter(member -> member != speaker).forEach(member -> member.tell(line));
    }

    @Override
    public synchronized void left(Peer peer) {
        Member member = members.remove(peer);
        if (member != null) {
            member.close();
            tellAll("* " + member.name() + " left");
        }
    }
}
