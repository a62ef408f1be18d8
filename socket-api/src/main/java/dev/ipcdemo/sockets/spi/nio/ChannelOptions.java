package dev.ipcdemo.sockets.spi.nio;

import dev.ipcdemo.sockets.Options;
import dev.ipcdemo.sockets.Options.Option;
import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import jdk.net.ExtendedSocketOptions;

/** Applies {@link Options} to a channel, and reads them back. */
public final class ChannelOptions {

    /** The DSCP stands above the two bits of ECN: RFC 3168. */
    private static final int DSCP_SHIFT = 2;

    private ChannelOptions() {}

    /**
     * Sets SO_SNDBUF and SO_RCVBUF where the options ask for it and the channel supports them. Accepted connections
     * inherit the receive buffer of the listening channel; TCP needs it before connecting, to announce its window.
     *
     * @param channel an open channel
     * @param options the sizes
     * @throws IOException if the system refuses
     */
    public static void setBuffers(NetworkChannel channel, Options options) throws IOException {
        var known = channel.supportedOptions();
        if (options.get(Options.SEND_BUFFER_BYTES) > 0 && known.contains(StandardSocketOptions.SO_SNDBUF)) {
            channel.setOption(StandardSocketOptions.SO_SNDBUF, options.get(Options.SEND_BUFFER_BYTES));
        }
        if (options.get(Options.RECV_BUFFER_BYTES) > 0 && known.contains(StandardSocketOptions.SO_RCVBUF)) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, options.get(Options.RECV_BUFFER_BYTES));
        }
    }

    /**
     * Sets the DSCP, if the options do: IP_TOS, which the JDK also applies to IPv6.
     *
     * @param channel an open channel that sends
     * @param options the value
     * @throws IOException if the system refuses
     */
    public static void setDscp(NetworkChannel channel, Options options) throws IOException {
        if (options.changes(Options.DSCP)) {
            channel.setOption(StandardSocketOptions.IP_TOS, options.get(Options.DSCP) << DSCP_SHIFT);
        }
    }

    /**
     * Sets SO_REUSEPORT, if the options do.
     *
     * @param channel a channel that is not bound yet
     * @param options the value
     * @throws IOException if the system refuses
     */
    public static void setReusePort(NetworkChannel channel, Options options) throws IOException {
        if (options.changes(Options.REUSE_PORT)) {
            channel.setOption(StandardSocketOptions.SO_REUSEPORT, options.get(Options.REUSE_PORT));
        }
    }

    /**
     * Sets TCP_QUICKACK, if the options do. Before a connection is established it would delay the last step of that.
     *
     * @param channel a channel that is connected
     * @param options the value
     * @throws IOException if the system refuses
     */
    public static void setQuickAck(NetworkChannel channel, Options options) throws IOException {
        if (options.changes(Options.QUICK_ACK)) {
            channel.setOption(ExtendedSocketOptions.TCP_QUICKACK, options.get(Options.QUICK_ACK));
        }
    }

    /** Whether an option is set by some of the JDK's. */
    static boolean isAmong(Set<SocketOption<?>> known, Option<?> option) {
        Reading<?> reading = Readings.OF.get(option);
        return reading != null && known.containsAll(reading.theirs());
    }

    /**
     * Reads an option back.
     *
     * @param <T> the type of its values
     * @param channel an open channel
     * @param option the option
     * @return its value; empty if the channel does not have it
     * @throws IOException if the system refuses
     */
    @SuppressWarnings("unchecked") // a reading is of the type of its option
    static <T> Optional<T> effective(NetworkChannel channel, Option<T> option) throws IOException {
        Reading<T> reading = (Reading<T>) Readings.OF.get(option);
        return reading == null || !channel.supportedOptions().containsAll(reading.theirs())
                ? Optional.empty()
                : Optional.of(reading.from(channel));
    }

    /** How an option is read. */
    private interface Reading<T> {

        /** What the JDK calls it. */
        Set<SocketOption<?>> theirs();

        T from(NetworkChannel channel) throws IOException;
    }

    private record OneOption<S, T>(SocketOption<S> option, Function<S, T> conversion) implements Reading<T> {

        @Override
        public Set<SocketOption<?>> theirs() {
            return Set.of(option);
        }

        @Override
        public T from(NetworkChannel channel) throws IOException {
            return conversion.apply(channel.getOption(option));
        }
    }

    /** Zero if the peer is never asked. */
    private record KeepAliveIdle() implements Reading<Duration> {

        @Override
        public Set<SocketOption<?>> theirs() {
            return Set.of(StandardSocketOptions.SO_KEEPALIVE, ExtendedSocketOptions.TCP_KEEPIDLE);
        }

        @Override
        public Duration from(NetworkChannel channel) throws IOException {
            return channel.getOption(StandardSocketOptions.SO_KEEPALIVE)
                    ? Duration.ofSeconds(channel.getOption(ExtendedSocketOptions.TCP_KEEPIDLE))
                    : Duration.ZERO;
        }
    }

    /** Made when the first is asked for: most programs never do. */
    private static final class Readings {

        static final Map<Option<?>, Reading<?>> OF = Map.of(
                Options.SEND_BUFFER_BYTES,
                new OneOption<>(StandardSocketOptions.SO_SNDBUF, Function.identity()),
                Options.RECV_BUFFER_BYTES,
                new OneOption<>(StandardSocketOptions.SO_RCVBUF, Function.identity()),
                Options.NO_DELAY,
                new OneOption<>(StandardSocketOptions.TCP_NODELAY, Function.identity()),
                Options.QUICK_ACK,
                new OneOption<>(ExtendedSocketOptions.TCP_QUICKACK, Function.identity()),
                Options.KEEP_ALIVE_IDLE,
                new KeepAliveIdle(),
                Options.KEEP_ALIVE_INTERVAL,
                new OneOption<>(ExtendedSocketOptions.TCP_KEEPINTERVAL, Duration::ofSeconds),
                Options.KEEP_ALIVE_PROBES,
                new OneOption<>(ExtendedSocketOptions.TCP_KEEPCOUNT, Function.identity()),
                Options.DSCP,
                new OneOption<>(StandardSocketOptions.IP_TOS, (Integer tos) -> tos >> DSCP_SHIFT),
                Options.REUSE_PORT,
                new OneOption<>(StandardSocketOptions.SO_REUSEPORT, Function.identity()));
    }
}
