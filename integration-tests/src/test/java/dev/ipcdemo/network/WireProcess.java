package dev.ipcdemo.network;

import java.io.EOFException;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The program that is the wire. It runs in a network namespace of its own, so that its devices are nobody else's, and holds
 * the namespaces of the two hosts. When its standard input ends, because {@link Network} is closed or its JVM has gone, it
 * ends, and all this is gone.
 */
final class WireProcess {

    /** What the device of a host is called there. */
    static final String DEVICE = "wire";

    /** Frames that wait in the device for this program; beyond, the kernel drops them. */
    private static final int DEVICE_QUEUE = 10_000;

    /**
     * What {@link Network} writes to the standard input.
     *
     * @param from whose frames are meant
     * @param impairment what is done to them from now on
     */
    record Change(Side from, Impairment impairment) implements Serializable {}

    private WireProcess() {}

    /**
     * Runs it.
     *
     * @param arguments the MTU, a seed for all that is left to chance, and for use in a script how many microseconds each
     *     frame is on its way, and how many bytes a second the wire carries
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int mtu = Integer.parseInt(arguments[0]);
        long seed = Long.parseLong(arguments[1]);
        Map<Side, Tap> taps = new EnumMap<>(Side.class);
        Map<Side, Process> namespaces = new EnumMap<>(Side.class);
        for (Side side : Side.values()) {
            taps.put(side, Tap.make(side.name()));
            namespaces.put(side, holdNamespace());
        }
        for (Side side : Side.values()) {
            plugIn(side, namespaces.get(side).pid(), mtu);
        }
        Map<Side, OneWay> ways = new EnumMap<>(Side.class);
        for (Side side : Side.values()) {
            OneWay way = new OneWay(
                    taps.get(side), taps.get(side.other()), mtu + Shaper.ETHERNET_HEADER_BYTES, seed + side.ordinal());
            if (arguments.length > 3) {
                way.impair(inScript(Long.parseLong(arguments[2]), Long.parseLong(arguments[3])));
            }
            way.start("from " + side);
            ways.put(side, way);
        }
        for (Side side : Side.values()) {
            System.out.println(namespaces.get(side).pid());
        }
        obey(ways);
    }

    /**
     * The queue holds more than what is under way in a round trip, so that it does not run empty, and what comes at once when
     * this program had to wait for a CPU, so that a busy machine does not lose frames.
     */
    private static Impairment inScript(long delayMicros, long bytesPerSecond) {
        int burstBytes = 10 * 1514;
        int queueBytes = 1 << 21;
        return Impairment.delay(Duration.of(delayMicros, ChronoUnit.MICROS))
                .withRate(bytesPerSecond, burstBytes, queueBytes);
    }

    /** A process in a namespace of its own that ends with this one. It has said something when it is there. */
    private static Process holdNamespace() throws IOException {
        Process holder = new ProcessBuilder("unshare", "--net", "sh", "-c", "echo; exec cat")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (holder.getInputStream().read() < 0) {
            throw new IOException("unshare --net has ended");
        }
        return holder;
    }

    /** Neighbours know each other from the beginning, so that no lost ARP request costs a second. */
    private static void plugIn(Side side, long pid, int mtu) throws IOException, InterruptedException {
        run(List.of("ip", "link", "set", "dev", side.name(), "netns", Long.toString(pid), "name", DEVICE));
        List<List<String>> commands = new ArrayList<>();
        commands.add(words("ip link set dev lo up"));
        commands.add(
                words("ip link set dev %s address %s mtu %d txqueuelen %d", DEVICE, side.mac(), mtu, DEVICE_QUEUE));
        commands.add(words("ip link set dev %s up", DEVICE));
        commands.add(words("ip address add %s/24 dev %s", side.ipv4(), DEVICE));
        commands.add(words("ip address add %s/64 dev %s nodad", side.ipv6(), DEVICE));
        for (String address : List.of(side.other().ipv4(), side.other().ipv6())) {
            commands.add(words(
                    "ip neigh replace %s lladdr %s dev %s nud permanent",
                    address, side.other().mac(), DEVICE));
        }
        for (List<String> command : commands) {
            List<String> inside = new ArrayList<>(Network.entering(pid));
            inside.addAll(command);
            run(inside);
        }
    }

    private static List<String> words(String format, Object... values) {
        return Arrays.asList(String.format(format, values).split(" "));
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + output.strip());
        }
    }

    private static void obey(Map<Side, OneWay> ways) throws IOException {
        try (ObjectInputStream in = new ObjectInputStream(System.in)) {
            while (true) {
                Change change = (Change) in.readObject();
                ways.get(change.from()).impair(change.impairment());
                System.out.println("done");
            }
        } catch (EOFException e) {
            // the network is closed
        } catch (ClassNotFoundException e) {
            throw new IOException(e);
        }
    }
}
