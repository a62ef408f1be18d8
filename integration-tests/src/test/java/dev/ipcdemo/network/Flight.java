package dev.ipcdemo.network;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Numbered datagrams that were sent from one side of a network to the other, and what arrived of them. */
record Flight(List<Arrival> arrivals) {

    /**
     * As many are sent at once. After them come markers, which have numbers below 0, until one arrives. So all that is under
     * way fits into a receive buffer of the usual size, and none is lost because a thread has to wait for a CPU.
     */
    private static final int WINDOW = 100;

    /** Sent after a marker of all windows has arrived, and so later than any that have been overtaken. */
    private static final int LAST_MARKER = Integer.MIN_VALUE;

    private static final int BUFFER_BYTES = 4 << 20;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);

    /** Far longer than anything here takes on a busy machine. */
    private static final Duration LIMIT = Duration.ofMinutes(5);

    /** A datagram that arrived: how long it was on its way. */
    record Arrival(int number, long tookNs) {}

    /** Sends datagrams, those of a window as fast as it goes, and waits until all have arrived that ever will. */
    static Flight of(Network network, Side from, int datagrams, int bytes) throws Exception {
        try (DatagramChannel receiver = open(network, from.other());
                DatagramChannel sender = open(network, from)) {
            InetSocketAddress to = (InetSocketAddress) receiver.getLocalAddress();
            long[] sentNs = new long[datagrams];
            BlockingQueue<Integer> markers = new LinkedBlockingQueue<>();
            CompletableFuture<List<Arrival>> arrivals = CompletableFuture.supplyAsync(
                    () -> receiveAll(receiver, sentNs, markers), task -> new Thread(task).start());
            for (int i = 0; i < datagrams; i++) {
                ByteBuffer datagram = ByteBuffer.allocate(bytes).putInt(0, i);
                sentNs[i] = System.nanoTime();
                sender.send(datagram, to);
                if ((i + 1) % WINDOW == 0 || i + 1 == datagrams) {
                    sendUntilItArrives(-1 - i, markers, sender, to);
                }
            }
            sendUntilItArrives(LAST_MARKER, markers, sender, to);
            return new Flight(arrivals.get());
        }
    }

    private static DatagramChannel open(Network network, Side side) throws IOException {
        return network.in(
                side,
                () -> DatagramChannel.open()
                        .setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES)
                        .bind(new InetSocketAddress(side.ipv4(), 0)));
    }

    /** Later and later, so that not too many are under way. */
    private static void sendUntilItArrives(
            int marker, BlockingQueue<Integer> arrived, DatagramChannel sender, InetSocketAddress to) throws Exception {
        long endNs = System.nanoTime() + LIMIT.toNanos();
        for (Duration pause = FIRST_PAUSE; System.nanoTime() < endNs; pause = pause.multipliedBy(2)) {
            sender.send(ByteBuffer.allocate(Integer.BYTES).putInt(0, marker), to);
            if (hasArrived(marker, arrived, pause)) {
                return;
            }
        }
        throw new AssertionError("no marker has arrived");
    }

    /** Others are of a window before. */
    private static boolean hasArrived(int marker, BlockingQueue<Integer> arrived, Duration limit) throws Exception {
        long endNs = System.nanoTime() + limit.toNanos();
        Integer next;
        do {
            next = arrived.poll(endNs - System.nanoTime(), TimeUnit.NANOSECONDS);
        } while (next != null && next != marker);
        return next != null;
    }

    private static List<Arrival> receiveAll(DatagramChannel receiver, long[] sentNs, BlockingQueue<Integer> markers) {
        List<Arrival> arrivals = new ArrayList<>();
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        try {
            int number;
            do {
                receiver.receive(buffer.clear());
                long nowNs = System.nanoTime();
                number = buffer.getInt(0);
                if (number < 0) {
                    markers.add(number);
                } else {
                    arrivals.add(new Arrival(number, nowNs - sentNs[number]));
                }
            } while (number != LAST_MARKER);
            return arrivals;
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
