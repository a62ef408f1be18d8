package dev.ipcdemo.frameworks.aeron;

import dev.ipcdemo.compare.carrier.Acceptor;
import dev.ipcdemo.compare.carrier.Carrier;
import dev.ipcdemo.compare.carrier.Idle;
import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.sockets.Closing;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Aeron between processes of one host: logs in shared memory, which a media driver makes and both sides map. The driver
 * runs in the server's JVM, and messages do not pass through it. Both sides poll without sleeping: for performance, the
 * Aeron Cookbook advises an idle strategy that is more aggressive than the default
 * (https://aeroncookbook.com/cookbook-content/aeron-increase-performance/). Apart from that, and from what
 * {@link AeronDriver} sets, the defaults are used, as the makers' guide recommends to begin with
 * (https://github.com/real-logic/aeron/wiki/Best-Practices-Guide).
 */
public final class AeronIpc implements Carrier {

    /** Made by ServiceLoader. */
    public AeronIpc() {}

    @Override
    public String name() {
        return "aeron:ipc";
    }

    @Override
    public String description() {
        return "Aeron IPC, a log in shared memory each way; always polled; a message copied in and out, above 1,376 bytes in"
                + " fragments";
    }

    /** What polls shared memory, too. */
    @Override
    public Optional<String> over() {
        return Optional.of("shm");
    }

    @Override
    public boolean isPolled() {
        return true;
    }

    @Override
    public Optional<String> refusal(Cell cell) {
        return AeronChannel.refusal(cell, "shared memory is");
    }

    @Override
    public Acceptor open(Cell cell, Settings settings) throws IOException {
        AeronDriver driver = AeronDriver.launch(context -> context.ipcTermBufferLength(AeronDriver.TERM_BYTES));
        AeronChannel channel = channel(driver.place(), AeronChannel.REPLIES, AeronChannel.REQUESTS, cell);
        return Acceptor.of(driver.place(), channel::connected, () -> Closing.all(List.of(channel, driver)));
    }

    @Override
    public MessageChannel connect(String address, Cell cell, Settings settings) throws IOException {
        return channel(address, AeronChannel.REQUESTS, AeronChannel.REPLIES, cell)
                .connected();
    }

    private static AeronChannel channel(String place, int out, int in, Cell cell) {
        return new AeronChannel(AeronDriver.client(place), out, in, Idle.on(cell.cpus()));
    }
}
