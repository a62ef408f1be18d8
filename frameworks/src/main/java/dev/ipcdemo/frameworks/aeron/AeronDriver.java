package dev.ipcdemo.frameworks.aeron;

import dev.ipcdemo.files.PrivateDirectory;
import dev.ipcdemo.sockets.Closing;
import io.aeron.Aeron;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.status.HeartbeatTimestamp;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A media driver of Aeron's, which the clients of both sides use, with its files in memory. It has one thread instead of
 * three, as the Aeron Cookbook advises where there are few cores
 * (https://aeroncookbook.com/cookbook-content/aeron-threading-modes/): it shares one or two CPUs with the two sides.
 */
final class AeronDriver implements Closeable {

    /** Of a log, instead of 64 MiB, so that the logs fit into the /dev/shm of a container. */
    static final int TERM_BYTES = 4 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(AeronDriver.class);
    private static final Duration LONGEST_END = Duration.ofSeconds(2);

    private final PrivateDirectory directory;
    private final MediaDriver driver;

    private AeronDriver(PrivateDirectory directory, MediaDriver driver) {
        this.directory = directory;
        this.driver = driver;
    }

    /** @param settings adds what a row sets besides */
    static AeronDriver launch(UnaryOperator<MediaDriver.Context> settings) throws IOException {
        PrivateDirectory directory = PrivateDirectory.createInMemory();
        try {
            MediaDriver.Context context = new MediaDriver.Context()
                    .aeronDirectoryName(directory.path().resolve("aeron").toString())
                    .threadingMode(ThreadingMode.SHARED)
                    .dirDeleteOnShutdown(true);
            return new AeronDriver(directory, MediaDriver.launch(settings.apply(context)));
        } catch (RuntimeException e) {
            directory.close();
            throw new IOException("the media driver does not start: " + e.getMessage(), e);
        }
    }

    /** Where its clients find it. */
    String place() {
        return driver.aeronDirectoryName();
    }

    /**
     * Connects a client. Aeron ends the JVM if the driver has gone, unless there is a handler; its client is closed then in
     * any case.
     */
    static Aeron client(String place) {
        return Aeron.connect(new Aeron.Context()
                .aeronDirectoryName(place)
                .errorHandler(failure -> LOG.debug("Aeron's client failed", failure)));
    }

    /** Lets what was sent arrive, which the driver delivers: the other side closes when it has all. */
    void awaitLastClient() {
        long deadline = System.nanoTime() + LONGEST_END.toNanos();
        while (hasClients() && System.nanoTime() - deadline < 0) {
            Thread.yield();
        }
    }

    /** Whether the driver counts the heartbeats of a client. */
    private boolean hasClients() {
        AtomicBoolean found = new AtomicBoolean();
        driver.context().countersManager().forEach((id, type, key, label) -> {
            if (type == HeartbeatTimestamp.HEARTBEAT_TYPE_ID) {
                found.set(true);
            }
        });
        return found.get();
    }

    @Override
    public void close() throws IOException {
        Closing.all(List.<Closeable>of(driver::close, directory));
    }
}
