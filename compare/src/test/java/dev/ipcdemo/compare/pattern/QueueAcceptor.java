package dev.ipcdemo.compare.pattern;

import dev.ipcdemo.compare.carrier.Acceptor;
import dev.ipcdemo.compare.carrier.MessageChannel;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;

/** Accepts clients that have sent their messages already and then closed; remembers what they are sent. */
final class QueueAcceptor implements Acceptor {

    private final Queue<List<byte[]>> clients;
    private final List<byte[]> sent = Collections.synchronizedList(new ArrayList<>());

    QueueAcceptor(List<List<byte[]>> clients) {
        this.clients = new ArrayDeque<>(clients);
    }

    List<byte[]> sent() {
        return sent;
    }

    @Override
    public String address() {
        return "";
    }

    @Override
    public MessageChannel accept() {
        Queue<byte[]> messages = new ArrayDeque<>(clients.remove());
        return new MessageChannel() {
            @Override
            public void send(ByteBuffer message) {
                byte[] bytes = new byte[message.remaining()];
                message.get(bytes);
                sent.add(bytes);
            }

            @Override
            public int receive(ByteBuffer buffer) {
                boolean ended = messages.isEmpty();
                buffer.clear();
                buffer.put(ended ? new byte[0] : messages.remove()).flip();
                return ended ? -1 : buffer.limit();
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
    }

    @Override
    public void close() {
        // nothing is open
    }
}
