package dev.ipcdemo.relay;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * File descriptors that are held in reserve. A process that has no other left can still accept a connection with them, in
 * order to refuse it: otherwise its client would wait in the backlog, and learn nothing. For one thread.
 */
final class SpareDescriptors implements Closeable {

    /** One for the connection, and one for what refusing it needs, such as a class that has yet to be read. */
    private static final int NUMBER = 2;

    private static final Path ALWAYS_THERE = Path.of("/dev/null");

    private final List<FileChannel> held = new ArrayList<>();
    private final boolean canBeHeld;

    SpareDescriptors() {
        canBeHeld = tryHold();
    }

    /** Holds them. Returns false if there are none. Where this system has nothing to hold them with, it is always true. */
    boolean hold() {
        return !canBeHeld || tryHold();
    }

    private boolean tryHold() {
        try {
            while (held.size() < NUMBER) {
                held.add(FileChannel.open(ALWAYS_THERE));
            }
            return true;
        } catch (IOException noneLeft) {
            release();
            return false;
        }
    }

    /** Makes them free for use. Returns false if they were already. */
    boolean release() {
        boolean hasHeld = !held.isEmpty();
        for (FileChannel channel : held) {
            close(channel);
        }
        held.clear();
        return hasHeld;
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // The descriptor is free all the same.
        }
    }

    @Override
    public void close() {
        release();
    }
}
