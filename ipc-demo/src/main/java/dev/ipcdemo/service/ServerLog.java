package dev.ipcdemo.service;

import dev.ipcdemo.sockets.Endpoint;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lines that a server writes about its peers. */
final class ServerLog {

    private static final Logger DETAILS = LoggerFactory.getLogger(Server.class);

    private final Consumer<String> lines;

    ServerLog(Consumer<String> lines) {
        this.lines = lines;
    }

    void opened(Peer peer) {
        line("#" + peer.number() + " opened " + peer);
    }

    void closed(Peer peer, boolean keepsMessageBoundaries, String why) {
        gone("closed", peer, keepsMessageBoundaries, why);
    }

    /** Over datagrams nothing is opened: a peer is who was heard of. */
    void heardOf(Peer peer) {
        line("#" + peer.number() + " heard of " + peer);
    }

    void forgot(Peer peer, String why) {
        gone("forgot", peer, true, why);
    }

    private void gone(String how, Peer peer, boolean keepsMessageBoundaries, String why) {
        line("#" + peer.number() + " " + how + " " + peer + " after " + seconds(peer.ageNs()) + ", "
                + peer.traffic.text(keepsMessageBoundaries) + " (" + why + ")");
    }

    /** In place of both lines, what a service says that it did. */
    void accounted(Peer peer, String what, String why) {
        if (!what.isEmpty()) {
            line("#" + peer.number() + " " + peer + " " + what + " in " + seconds(peer.ageNs()) + " (" + why + ")");
        }
    }

    void refused(Endpoint who, String why) {
        line("refused " + text(who) + ", " + why);
    }

    void tooLarge(Peer peer, int maxMessageBytes) {
        line("#" + peer.number() + " dropped a message of more than " + maxMessageBytes + " bytes from " + peer
                + "; further ones are only counted");
    }

    void unanswered(Peer peer, Throwable why) {
        line("#" + peer.number() + " was not answered, further times are only counted: " + sentence(why));
        DETAILS.debug("#{}", peer.number(), why);
    }

    void failed(Peer peer, Throwable why) {
        line("#" + peer.number() + " failed: " + sentence(why));
        DETAILS.debug("#{}", peer.number(), why);
    }

    void setback(Throwable why) {
        line(sentence(why) + "; trying again");
        DETAILS.debug("setback", why);
    }

    /** A peer's endpoint. A peer may have chosen its name, and shall not write to a terminal with it. */
    static String text(Endpoint endpoint) {
        return endpoint.isNamed() ? endpoint.toString().replaceAll("\\p{Cntrl}", "?") : endpoint + " (unnamed)";
    }

    static String sentence(Throwable why) {
        return why.getMessage() == null ? why.toString() : why.getMessage();
    }

    static String seconds(long ns) {
        return String.format(Locale.ROOT, "%.3f s", (double) ns / TimeUnit.SECONDS.toNanos(1));
    }

    /** A peer's path may hold whatever its owner likes, also what would steer a terminal. */
    private void line(String text) {
        lines.accept(text.replaceAll("\\p{Cntrl}", "?"));
    }
}
