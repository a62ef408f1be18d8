package dev.ipcdemo.relay;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what a relay says that it does not pass on. */
final class DroppedMessages implements RelayObserver {

    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public void dropped(RelayClient client, Direction direction, ByteBuffer bytes, String why) {
        lines.add(
                "#" + client.number() + " " + direction + " '" + StandardCharsets.US_ASCII.decode(bytes) + "': " + why);
    }

    List<String> lines() {
        return lines;
    }
}
