package dev.ipcdemo.service.server;

import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Printable;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lines that a server writes about its peers. Of like lines only so many are written; {@link #sayWhatWasLeftOut} tells
 * how many there were besides.
 */
final class ServerLog {

    /** What is logged. Of what comes and goes there is normally a line each; complaints say little more the tenth time. */
    private enum Event {
        OPENED("opened", 1_000, 100),
        CLOSED("closed", 1_000, 100),
        HEARD_OF("heard of", 1_000, 100),
        FORGOT("forgot", 1_000, 100),
        ACCOUNTED("", 1_000, 100),
        REFUSED("refused", 20, 1),
        TOO_LARGE("dropped a message", 20, 1),
        UNANSWERED("was not answered", 20, 1),
        FAILED("failed", 20, 1),
        SETBACK("trying again", 20, 1);

        private final String words;
        private final int atOnce;
        private final int perSecond;

        Event(String words, int atOnce, int perSecond) {
            this.words = words;
            this.atOnce = atOnce;
            this.perSecond = perSecond;
        }
    }

    private static final Logger DETAILS = LoggerFactory.getLogger(Server.class);

    private final Consumer<String> lines;
    private final LongSupplier clockNs;
    private final Map<Event, LineRate> rates = new EnumMap<>(Event.class);

    ServerLog(Consumer<String> lines) {
        this(lines, System::nanoTime);
    }

    ServerLog(Consumer<String> lines, LongSupplier clockNs) {
        this.lines = lines;
        this.clockNs = clockNs;
        for (Event event : Event.values()) {
            rates.put(event, new LineRate(event.atOnce, event.perSecond, clockNs.getAsLong()));
        }
    }

    /** To be called now and then, and at the end. */
    void sayWhatWasLeftOut() {
        rates.forEach((event, rate) -> {
            long count = rate.takeLeftOut();
            if (count > 0) {
                String like = event.words.isEmpty() ? "" : " that say '" + event.words + "'";
                lines.accept(count + (count == 1 ? " more line" : " more lines") + like
                        + (count == 1 ? " was" : " were") + " left out");
            }
        });
    }

    void opened(Peer peer) {
        line(Event.OPENED, "#" + peer.number() + " opened " + peer);
    }

    void closed(Peer peer, boolean keepsMessageBoundaries, String why) {
        gone(Event.CLOSED, peer, keepsMessageBoundaries, why);
    }

    /** Over datagrams nothing is opened: a peer is who was heard of. */
    void heardOf(Peer peer) {
        line(Event.HEARD_OF, "#" + peer.number() + " heard of " + peer);
    }

    void forgot(Peer peer, String why) {
        gone(Event.FORGOT, peer, true, why);
    }

    private void gone(Event how, Peer peer, boolean keepsMessageBoundaries, String why) {
        line(
                how,
                "#" + peer.number() + " " + how.words + " " + peer + " after " + seconds(peer.ageNs()) + ", "
                        + peer.traffic.text(keepsMessageBoundaries) + " (" + why + ")");
    }

    /** In place of both lines, what a service says that it did. */
    void accounted(Peer peer, String what, String why) {
        if (!what.isEmpty()) {
            line(
                    Event.ACCOUNTED,
                    "#" + peer.number() + " " + peer + " " + what + " in " + seconds(peer.ageNs()) + " (" + why + ")");
        }
    }

    void refused(Endpoint who, String why) {
        line(Event.REFUSED, "refused " + text(who) + ", " + why);
    }

    void tooLarge(Peer peer, int maxMessageBytes) {
        line(
                Event.TOO_LARGE,
                "#" + peer.number() + " dropped a message of more than " + maxMessageBytes + " bytes from " + peer
                        + "; further ones are only counted");
    }

    void unanswered(Peer peer, Throwable why) {
        line(
                Event.UNANSWERED,
                "#" + peer.number() + " was not answered, further times are only counted: " + sentence(why));
        DETAILS.debug("#{}", peer.number(), why);
    }

    void emptyUnanswered() {
        line(
                Event.UNANSWERED,
                "an empty datagram was not answered, further ones are only counted: its sender is not known");
    }

    void failed(Peer peer, Throwable why) {
        line(Event.FAILED, "#" + peer.number() + " failed: " + sentence(why));
        DETAILS.debug("#{}", peer.number(), why);
    }

    void setback(Throwable why) {
        line(Event.SETBACK, sentence(why) + "; trying again");
        DETAILS.debug("setback", why);
    }

    /** A peer's endpoint. A peer may have chosen its name, and shall not write to a terminal with it. */
    static String text(Endpoint endpoint) {
        return endpoint.isNamed() ? Printable.text(endpoint.toString()) : endpoint + " (unnamed)";
    }

    static String sentence(Throwable why) {
        return why.getMessage() == null ? why.toString() : why.getMessage();
    }

    static String seconds(long ns) {
        return String.format(Locale.ROOT, "%.3f s", (double) ns / TimeUnit.SECONDS.toNanos(1));
    }

    /** A peer's path may hold whatever its owner likes, also what would steer a terminal. */
    private void line(Event event, String text) {
        if (rates.get(event).allows(clockNs.getAsLong())) {
            lines.accept(Printable.text(text));
        }
    }
}
