package dev.ipcdemo.sockets.spi.nio;

import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.FailureKind;
import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.Options.Option;
import dev.ipcdemo.sockets.SocketFailure;
import java.io.IOException;
import java.net.SocketOption;
import java.nio.channels.NetworkChannel;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which options of a protocol the JDK can set on this system: a channel is asked, once, when it first matters. */
public final class SettableOptions {

    private final String scheme;
    private final List<Option<?>> meaningful;
    private final Opener opener;
    private volatile Set<SocketOption<?>> known = Set.of();

    /** Opens a channel. */
    @FunctionalInterface
    public interface Opener {

        /**
         * Opens one.
         *
         * @return a channel that is not bound or connected
         * @throws IOException if that failed
         */
        NetworkChannel open() throws IOException;
    }

    /**
     * Does not open a channel yet.
     *
     * @param scheme the scheme of the JDK's transport; that on the system calls has it after {@code posix+}
     * @param meaningful the options that mean something to the protocol
     * @param opener opens the channel that is asked
     */
    public SettableOptions(String scheme, List<Option<?>> meaningful, Opener opener) {
        this.scheme = scheme;
        this.meaningful = meaningful;
        this.opener = opener;
    }

    /**
     * Why sockets cannot be opened with some options.
     *
     * @param options the options
     * @return a sentence about the first that cannot be set; empty if all can
     */
    public Optional<String> refusal(Options options) {
        List<Option<?>> changed = meaningful.stream().filter(options::changes).toList();
        try {
            Set<SocketOption<?>> settable = changed.isEmpty() ? Set.of() : known();
            return changed.stream()
                    .filter(option -> !ChannelOptions.isAmong(settable, option))
                    .findFirst()
                    .map(option -> "the JDK cannot set " + option + "; posix+" + scheme + " can");
        } catch (IOException e) {
            return Optional.empty(); // the socket that is to be opened will tell
        }
    }

    /**
     * Refuses options that cannot be set.
     *
     * @param operation the verb
     * @param endpoint what it is applied to
     * @param options the options
     * @throws SocketFailure {@code NOT_SUPPORTED} if there is a {@link #refusal}
     */
    public void require(String operation, Endpoint endpoint, Options options) throws SocketFailure {
        Optional<String> refusal = refusal(options);
        if (refusal.isPresent()) {
            throw new SocketFailure(operation, endpoint.toString(), FailureKind.NOT_SUPPORTED, refusal.get());
        }
    }

    private Set<SocketOption<?>> known() throws IOException {
        if (known.isEmpty()) {
            try (NetworkChannel channel = opener.open()) {
                known = channel.supportedOptions();
            }
        }
        return known;
    }
}
