package dev.ipcdemo.compare.carrier;

import dev.ipcdemo.compare.plan.MessageSizes;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Map;
import java.util.Optional;

/** Messages over bare channels. */
final class BareChannel extends WholeMessageChannel {

    private final ReadableByteChannel in;
    private final WritableByteChannel out;
    private final Closeable all;
    private final OptionsReading options;

    /** Reads the options of a socket. */
    @FunctionalInterface
    interface OptionsReading {

        /** As {@link MessageChannel#socketOptions}. */
        Map<String, String> read() throws IOException;
    }

    /**
     * @param all closes both channels, and what belongs to them
     * @param options reads those of the socket
     */
    BareChannel(
            ReadableByteChannel in,
            WritableByteChannel out,
            Closeable all,
            OptionsReading options,
            MessageSizes incoming,
            boolean keepsBoundaries,
            Idle idle) {
        super(incoming, keepsBoundaries, idle);
        this.in = in;
        this.out = out;
        this.all = all;
        this.options = options;
    }

    @Override
    int write(ByteBuffer message) throws IOException {
        return out.write(message);
    }

    @Override
    int read(ByteBuffer buffer) throws IOException {
        return in.read(buffer);
    }

    @Override
    public Optional<SelectableStream> selectable() {
        return in instanceof SelectableChannel channel && in instanceof ByteChannel bytes
                ? Optional.of(new SelectableStream(channel, bytes))
                : Optional.empty();
    }

    @Override
    public Map<String, String> socketOptions() throws IOException {
        return options.read();
    }

    @Override
    public void close() throws IOException {
        all.close();
    }
}
