package dev.ipcdemo.frameworks;

import dev.ipcdemo.compare.carrier.Acceptor;
import dev.ipcdemo.compare.carrier.Carrier;
import dev.ipcdemo.compare.carrier.Idle;
import dev.ipcdemo.compare.carrier.MessageChannel;
import dev.ipcdemo.compare.plan.Cell;
import dev.ipcdemo.compare.plan.Pattern;
import dev.ipcdemo.compare.plan.Settings;
import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.files.PrivateDirectory;
import dev.ipcdemo.sockets.Closing;
import io.aeron.Aeron;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Aeron between processes of one host: logs in shared memory, which a media driver makes and both sides map. The driver
 * runs in the server's JVM, with one thread instead of three, which leaves the CPUs to the two sides; messages do not pass
 * through it. Both sides poll, and memory is /dev/shm, as by Aeron's default on Linux. A log's terms are 4 MiB instead of 64,
 * so that the logs fit into the /dev/shm of a container.
 */
public final class AeronIpc implements Carrier {

    private static final Logger LOG = LoggerFactory.getLogger(AeronIpc.class);

    static final int TERM_BYTES = 4 << 20;

    /** Aeron takes messages of up to an eighth of a term. */
    private static final int LARGEST_MESSAGE = TERM_BYTES / 8;

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
        return refusalOfAny(cell, "shared memory is");
    }

    /** Why a cell cannot be measured with one publication and one subscription each way on one host. */
    static Optional<String> refusalOfAny(Cell cell, String what) {
        if (cell.scope() == Scope.CROSS_HOST) {
            return Optional.of(what + " measured within one host");
        }
        if (cell.pattern() == Pattern.CONNECT || cell.connections() > 1) {
            return Optional.of("one publication and one subscription each way are measured");
        }
        return cell.largestBytes() > LARGEST_MESSAGE
                ? Optional.of("a message may take an eighth of a term of " + TERM_BYTES + " bytes")
                : Optional.empty();
    }

    @Override
    public boolean mayLose() {
        return false;
    }

    @Override
    public boolean parksVirtualThreads() {
        return false;
    }

    @Override
    public Acceptor open(Cell cell, Settings settings) throws IOException {
        PrivateDirectory directory = PrivateDirectory.createInMemory();
        String place = directory.path().resolve("aeron").toString();
        MediaDriver driver;
        try {
            driver = MediaDriver.launch(new MediaDriver.Context()
                    .aeronDirectoryName(place)
                    .threadingMode(ThreadingMode.SHARED)
                    .ipcTermBufferLength(TERM_BYTES)
                    .dirDeleteOnShutdown(true));
        } catch (RuntimeException e) {
            directory.close();
            throw new IOException("the media driver does not start: " + e.getMessage(), e);
        }
        AeronChannel channel = channel(place, AeronChannel.REPLIES, AeronChannel.REQUESTS, cell);
        return Acceptor.of(place, channel::connected, () -> Closing.all(List.of(channel, driver::close, directory)));
    }

    @Override
    public MessageChannel connect(String address, Cell cell, Settings settings) throws IOException {
        return channel(address, AeronChannel.REQUESTS, AeronChannel.REPLIES, cell)
                .connected();
    }

    private static AeronChannel channel(String place, int out, int in, Cell cell) {
        return new AeronChannel(client(place), out, in, Idle.on(cell.cpus()));
    }

    /** Aeron ends the JVM if the driver has gone, unless there is a handler; its client is closed then in any case. */
    static Aeron client(String place) {
        return Aeron.connect(new Aeron.Context()
                .aeronDirectoryName(place)
                .errorHandler(failure -> LOG.debug("Aeron's client failed", failure)));
    }
}
