package dev.ipcdemo.network;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Numbered datagrams that were sent from one side of a network to the other, and what arrived of them. */
record Flight(List<Arrival> arrivals) {

    /** Sent after the datagrams. */
    private static final int MARKER = -1;

    /** Sent after a marker has arrived, and so later than any that have been overtaken. */
    private static final int LAST_MARKER = -2;

    private static final int BUFFER_BYTES = 4 << 20;
    private static final int MARKER_PAUSE_MILLIS = 20;

    /** Far longer than anything here takes on a busy machine. */
    private static final int LIMIT_MILLIS = 300_000;

    /** A datagram that arrived: how long it was on its way. */
    record Arrival(int number, long tookNs) {}

    /** Sends datagrams as fast as it goes, and waits until all those have arrived that ever will. */
    static Flight of(Network network, Side from, int datagrams, int bytes) throws Exception {
        try (DatagramChannel receiver = open(network, from.other());
                DatagramChannel sender = open(network, from)) {
            InetSocketAddress to = (InetSocketAddress) receiver.getLocalAddress();
            long[] sentNs = new long[datagrams];
            CompletableFuture<Void> marked = new CompletableFuture<>();
            CompletableFuture<List<Arrival>> arrivals = CompletableFuture.supplyAsync(
                    () -> receiveAll(receiver, sentNs, marked), task -> new Thread(task).start());
            for (int i = 0; i < datagrams; i++) {
                ByteBuffer datagram = ByteBuffer.allocate(bytes).putInt(0, i);
                sentNs[i] = System.nanoTime();
                sender.send(datagram, to);
            }
            sendUntil(marked, MARKER, sender, to);
            return new Flight(sendUntil(arrivals, LAST_MARKER, sender, to));
        }
    }

    private static DatagramChannel open(Network network, Side side) throws IOException {
        return network.in(
                side,
                () -> DatagramChannel.open()
                        .setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES)
                        .bind(new InetSocketAddress(side.ipv4(), 0)));
    }

    private static <T> T sendUntil(
            CompletableFuture<T> hasArrived, int marker, DatagramChannel sender, InetSocketAddress to)
            throws Exception {
        for (int waitedMillis = 0; waitedMillis < LIMIT_MILLIS; waitedMillis += MARKER_PAUSE_MILLIS) {
            try {
                return hasArrived.get(MARKER_PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException notYet) {
                sender.send(ByteBuffer.allocate(Integer.BYTES).putInt(0, marker), to);
            }
        }
        throw new AssertionError("no marker has arrived");
    }

    private static List<Arrival> receiveAll(DatagramChannel receiver, long[] sentNs, CompletableFuture<Void> marked) {
        List<Arrival> arrivals = new ArrayList<>();
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        try {
            while (true) {
                receiver.receive(buffer.clear());
                long nowNs = System.nanoTime();
                int number = buffer.getInt(0);
                if (number == LAST_MARKER) {
                    return arrivals;
                }
                if (number == MARKER) {
                    marked.complete(null);
                } else {
                    arrivals.add(new Arrival(number, nowNs - sentNs[number]));
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many different ones arrived. */
    long received() {
        return arrivals.stream().mapToInt(Arrival::number).distinct().count();
    }

    long duplicated() {
        return arrivals.size() - received();
    }

    /** How many arrived after one that was sent later. */
    long overtaken() {
        int latest = -1;
        long count = 0;
        for (Arrival arrival : arrivals) {
            count += arrival.number() < latest ? 1 : 0;
            latest = Math.max(latest, arrival.number());
        }
        return count;
    }

    long shortestNs() {
        return arrivals.stream().mapToLong(Arrival::tookNs).min().orElseThrow();
    }
}
