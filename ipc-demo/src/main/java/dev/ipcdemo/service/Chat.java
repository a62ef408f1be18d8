package dev.ipcdemo.service;

import dev.ipcdemo.service.server.ConnectedPeer;
import dev.ipcdemo.service.server.Limits;
import dev.ipcdemo.service.server.Peer;
import dev.ipcdemo.service.server.Service;
import dev.ipcdemo.sockets.SocketFailure;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * People who talk to each other, a line at a time. A line that begins with {@code /} is meant for the server; see {@link
 * #HELP}. What one says all others receive, as {@code <name> line}; what the server says begins with {@code *}.
 *
 * <p>Each member has an outbox, which a {@link Sender} empties, so that a slow one holds nobody up. Of each member only a
 * few lines are on their way at a time: when the slowest that hears them has been sent one, the next is taken. So one who
 * says much fills no outbox. Over a connection he waits, and whoever keeps him waiting for too long does not read, and has to
 * leave. Over datagrams nothing can wait: what is too much is dropped, and he is told so; and a member that does not read is
 * not waited for: its lines wait in its outbox, it is tried again and again, and if it takes nothing for too long, it has
 * to leave.
 *
 * <p>Over UDP an address is let in only with a code that was sent there; see {@link AddressCode}.
 *
 * <p>One lock guards who is there, what they are called, and the order of lines. Nothing is called under it that could wait
 * or come back: a member whose outbox runs over is only noted, and is ended after the lock is released.
 */
public final class Chat implements Service {

    private static final String HELP = "* /nick NAME, /who, /quit; everything else is said to all";

    /** A line that is longer is cut into several. */
    private static final int MAX_LINE_BYTES = 4096;

    /** How long somebody may keep another from saying more. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** How many lines may wait for a member; only many speakers at once bring so many about. */
    private static final int OUTBOX_LINES = 1000;

    private static final int MOST_NAMES = 50;

    private final Duration patience;
    private final int outboxLines;
    private final Duration lineLimit;
    private final AddressCode code = new AddressCode();
    private final Map<Peer, Member> members = new LinkedHashMap<>(); // guarded by this
    private final List<Member> overrun = new ArrayList<>(); // guarded by this
    private Optional<Sender> shared =
            Optional.empty(); // guarded by this; there is one while there are members over datagrams
    private Optional<String> present = Optional.empty(); // guarded by this; until somebody comes, goes or is renamed

    /** A chat in which nobody is yet. */
    public Chat() {
        this(Limits.FINISH_TIMEOUT);
    }

    /** @param lineLimit how long a line may take from its first byte to its last; zero: forever */
    Chat(Duration lineLimit) {
        this(PATIENCE, OUTBOX_LINES, lineLimit);
    }

    Chat(Duration patience, int outboxLines) {
        this(patience, outboxLines, Limits.FINISH_TIMEOUT);
    }

    private Chat(Duration patience, int outboxLines, Duration lineLimit) {
        this.patience = patience;
        this.outboxLines = outboxLines;
        this.lineLimit = lineLimit;
    }

    /**
     * Where the sender of a datagram can be forged, a newcomer first has to say a code that is sent to its address. Till then
     * less goes there than came: to a line that is too short for the sentence, the answer is the code alone, or none. So two
     * servers cannot keep each other busy with it. A server that sends the answer back is not let in by that, because a line
     * with the code must begin with a slash.
     */
    @Override
    public boolean admits(String from, boolean canBeForged, ByteBuffer message, Answer answer) throws SocketFailure {
        if (!canBeForged || saysCode(from, message)) {
            return true;
        }
        String alone = code.of(from) + "\n";
        String sentence = "* to join, say /" + alone;
        String fitting = sentence.length() < message.remaining() ? sentence : alone;
        if (fitting.length() < message.remaining()) {
            answer.send(ByteBuffer.wrap(fitting.getBytes(StandardCharsets.US_ASCII)));
        }
        return false;
    }

    /** Whether the first line is the code; then what is behind it is left to be received. */
    private boolean saysCode(String from, ByteBuffer message) {
        int first = message.position();
        int behind = first + 1 + AddressCode.LENGTH;
        if (behind > message.limit() || message.get(first) != '/') {
            return false;
        }
        byte[] said = new byte[AddressCode.LENGTH];
        message.get(first + 1, said);
        if (!code.isRight(from, new String(said, StandardCharsets.US_ASCII))) {
            return false;
        }
        message.position(behind);
        return true;
    }

    @Override
    public void joined(Peer peer) {
        Optional<Sender> own = peer.hasOwnThread() ? Optional.of(Sender.forOne(peer)) : Optional.empty();
        try {
            join(peer, own);
        } catch (OutOfMemoryError e) {
            own.ifPresent(Sender::end);
            throw e;
        }
    }

    private void join(Peer peer, Optional<Sender> own) {
        change(() -> {
            Sender sender = own.orElseGet(this::shared);
            Member member = new Member(peer, sender, freeName(peer.number()), MAX_LINE_BYTES, outboxLines, patience);
            tellAll(Line.notice("* " + member.name() + " joined"));
            members.put(peer, member);
            present = Optional.empty();
            tell(member, Line.notice("* welcome, " + member.name() + "; " + present()));
            tell(member, Line.notice(HELP));
        });
    }

    private Sender shared() {
        if (shared.isEmpty()) {
            shared = Optional.of(Sender.forAll());
        }
        return shared.get();
    }

    /** Does something under the lock, and then without it ends with those whose outboxes ran over. */
    private void change(Runnable change) {
        List<Member> ending;
        synchronized (this) {
            change.run();
            ending = List.copyOf(overrun);
            overrun.clear();
        }
        ending.forEach(member -> member.end(Member.DOES_NOT_READ));
    }

    private void tell(Member member, Line line) {
        if (!member.tell(line)) {
            overrun.add(member);
        }
    }

    private String freeName(long number) {
        String name = "guest" + number;
        while (isTaken(new Nickname(name))) {
            name += "_";
        }
        return name;
    }

    /** A stream may end within a line, which is said all the same; and who sends nothing more may still read. */
    @Override
    public void ended(ConnectedPeer peer) {
        find(peer).ifPresent(member -> {
            takeAll(member, member.rest());
            member.awaitAllSent(patience);
        });
    }

    @Override
    public void received(Peer from, ByteBuffer bytes) {
        find(from).ifPresent(member -> takeAll(member, lines(member, from, bytes)));
    }

    private List<String> lines(Member member, Peer from, ByteBuffer bytes) {
        List<String> lines = member.lines(bytes);
        if (!member.isWithinLine()) {
            from.finishes();
        } else if (!lines.isEmpty() || !from.isUnfinished()) {
            from.begins("a line", lineLimit);
        }
        return lines;
    }

    private synchronized Optional<Member> find(Peer peer) {
        return Optional.ofNullable(members.get(peer));
    }

    private void takeAll(Member member, List<String> lines) {
        int dropped = 0;
        for (String line : lines) {
            if (line.isBlank()) {
                continue;
            }
            if (awaitTurn(member)) {
                change(() -> take(member, line));
            } else if (member.hasEnded()) {
                return; // what was behind its last line is of no interest
            } else {
                dropped++;
            }
        }
        member.drops(dropped)
                .ifPresent(notice -> change(() -> {
                    tell(member, notice);
                    notice.remove();
                }));
    }

    /** Waits, where that is possible, for those who have not been sent yet what the member said before. */
    private boolean awaitTurn(Member member) {
        boolean isTurn = member.awaitTurn(patience);
        while (!isTurn && member.mayWait() && !member.hasEnded()) {
            slowest().forEach(slow -> slow.end(Member.DOES_NOT_READ));
            isTurn = member.awaitTurn(patience);
        }
        return isTurn;
    }

    private synchronized List<Member> slowest() {
        return members.values().stream()
                .filter(member -> member.keepsWaiting(patience))
                .toList();
    }

    private void take(Member member, String line) {
        if (member.hasEnded()) {
            member.says("").remove();
            return;
        }
        String[] words = line.strip().split("\\s+", 2);
        switch (words[0]) {
            case "/nick" -> rename(member, words.length > 1 ? words[1] : "");
            case "/who" -> answer(member, "* " + present());
            case "/quit" -> {
                Line last = member.says("* goodbye, " + member.name());
                if (!member.tellLast(last, "said goodbye")) {
                    overrun.add(member);
                }
                last.remove();
            }
            default -> {
                if (line.startsWith("/")) {
                    answer(member, "* there is no " + words[0] + "; " + HELP.substring(2));
                } else {
                    tellOthers(member, member.says("<" + member.name() + "> " + line));
                }
            }
        }
    }

    private void rename(Member member, String text) {
        Optional<Nickname> name = Nickname.of(text);
        if (name.isEmpty()) {
            answer(member, "* " + Nickname.RULE);
        } else if (isTaken(name.get())) {
            answer(member, "* " + name.get().text() + " is taken");
        } else {
            String old = member.name();
            member.rename(name.get().text());
            present = Optional.empty();
            tellAll(member.says("* " + old + " is now " + member.name()));
        }
    }

    /** Also by one that would be mistaken for it. */
    private boolean isTaken(Nickname name) {
        return members.values().stream().anyMatch(member -> new Nickname(member.name()).isLike(name));
    }

    private String present() {
        String text = present.orElseGet(this::names);
        present = Optional.of(text);
        return text;
    }

    /** No more than fit into a datagram, and into memory for each that asks. */
    private String names() {
        String names = members.values().stream()
                .limit(MOST_NAMES)
                .map(Member::name)
                .collect(Collectors.joining(", ", "here: ", ""));
        int others = members.size() - MOST_NAMES;
        return others > 0 ? names + ", and " + others + (others == 1 ? " other" : " others") : names;
    }

    private void answer(Member member, String text) {
        Line line = member.says(text);
        tell(member, line);
        line.remove();
    }

    private void tellAll(Line line) {
        members.values().forEach(member -> tell(member, line));
        line.remove();
    }

    private void tellOthers(Member speaker, Line line) {
        members.values().stream().filter(member -> member != speaker).forEach(member -> tell(member, line));
        line.remove();
    }

    @Override
    public void left(Peer peer) {
        change(() -> {
            Member member = members.remove(peer);
            if (member != null) {
                present = Optional.empty();
                member.close();
                tellAll(Line.notice("* " + member.name() + " left"));
            }
            if (members.isEmpty()) {
                shared.ifPresent(Sender::end);
                shared = Optional.empty();
            }
        });
    }
}
