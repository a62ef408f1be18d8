package dev.ipcdemo.network;

import dev.ipcdemo.process.Program;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Two hosts, a {@link Side#CLIENT} and a {@link Side#SERVER}, each in a network namespace of its own, with a wire between
 * them that does what a test asks: see {@link Impairment}. Namespaces, devices and whatever runs in the hosts are gone when
 * this is closed; what a JVM that was killed has left, the next network removes.
 *
 * <pre>{@code
 * try (Network network = Network.open(1)) {
 *     network.impairBoth(Impairment.delay(Duration.ofMillis(50)));
 *     try (Program server = network.ipcDemo(Side.SERVER, "serve", "tcp://:0")) {
 * }</pre>
 */
final class Network implements AutoCloseable {

    static final int ETHERNET_MTU = 1500;

    /** Far beyond Ethernet's: for tests that need more bytes a second than a program can carry in small frames. */
    static final int LARGE_MTU = 60_000;

    /** In the environment of each process of a network: the {@link #mark} of the JVM that it belongs to, and its network. */
    private static final String OWNER = "IPC_DEMO_NETWORK_OF_TEST";

    /** Where the start time is in /proc/PID/stat, counted from behind the name. */
    private static final int START_TIME = 22 - 3;

    private final Process wire;
    private final BufferedReader answers;
    private final ObjectOutputStream changes;
    private final String owner;
    private final Map<Side, Long> pids = new EnumMap<>(Side.class);

    private Network(Process wire, String owner) throws IOException {
        this.wire = wire;
        this.owner = owner;
        answers = new BufferedReader(new InputStreamReader(wire.getInputStream(), StandardCharsets.UTF_8));
        changes = new ObjectOutputStream(wire.getOutputStream());
        changes.flush();
    }

    static Network open(long seed) throws IOException {
        return open(seed, ETHERNET_MTU);
    }

    /**
     * Opens a network without impairments, or aborts the test where that is not possible.
     *
     * @param seed for all that is left to chance
     * @param mtu of both devices
     */
    static Network open(long seed, int mtu) throws IOException {
        whyNot().ifPresent(why -> Assumptions.abort("no network of two hosts: " + why));
        endThoseOfTheDead();
        String owner = mark(ProcessHandle.current().pid()).orElseThrow() + "/" + seed + "-" + System.nanoTime();
        ProcessBuilder builder = new ProcessBuilder(
                "unshare",
                "--net",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                WireProcess.class.getName(),
                Integer.toString(mtu),
                Long.toString(seed));
        builder.environment().put(OWNER, owner);
        Network network = new Network(
                builder.redirectError(ProcessBuilder.Redirect.INHERIT).start(), owner);
        try {
            for (Side side : Side.values()) {
                network.pids.put(side, Long.parseLong(network.answer()));
            }
            return network;
        } catch (IOException e) {
            network.close();
            throw e;
        }
    }

    /** Why there can be no such network here; nothing if there can be one. */
    private static Optional<String> whyNot() throws IOException {
        Path tun = Path.of("/dev/net/tun");
        if (!Files.isWritable(tun)) {
            return Optional.of(tun + " cannot be written");
        }
        for (String program : List.of("unshare", "nsenter", "ip")) {
            if (!Program.isInstalled(program)) {
                return Optional.of(program + " is not installed");
            }
        }
        Process process = new ProcessBuilder("unshare", "--net", "true")
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.onExit().join().exitValue() == 0 ? Optional.empty() : Optional.of(said.strip());
    }

    /** Does the same to both directions. */
    Network impairBoth(Impairment impairment) throws IOException {
        return impair(Side.CLIENT, impairment).impair(Side.SERVER, impairment);
    }

    /** Does something to what a side sends, from now on. */
    Network impair(Side from, Impairment impairment) throws IOException {
        changes.writeObject(new WireProcess.Change(from, impairment));
        changes.flush();
        answer();
        return this;
    }

    private String answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("the wire has ended");
        }
        return line;
    }

    /** Something that is done in a host. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws Exception;
    }

    /** Does something in a host: a socket that is opened in it belongs to it, whichever thread uses it afterwards. */
    <T> T in(Side host, Work<T> work) throws IOException {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread inside = new Thread(
                () -> {
                    try {
                        NetworkNamespace.enter(pids.get(host));
                        result.complete(work.run());
                    } catch (Exception | LinkageError e) {
                        result.completeExceptionally(e);
                    }
                },
                "in " + host);
        inside.start();
        try {
            return result.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        }
    }

    /** Starts a program in a host. */
    Program start(Side host, String... command) {
        return Program.start(Path.of("."), Map.of(OWNER, owner), inside(host, command));
    }

    /** Starts {@code bin/ipc-demo} in a host. */
    Program ipcDemo(Side host, String... arguments) {
        String[] command = Stream.concat(Stream.of(Program.launcher().toString()), Stream.of(arguments))
                .toArray(String[]::new);
        return Program.start(Path.of("."), Map.of(OWNER, owner, "IPC_DEMO_NO_BUILD", "1"), inside(host, command));
    }

    private String[] inside(Side host, String... command) {
        return Stream.concat(entering(pids.get(host)).stream(), Stream.of(command))
                .toArray(String[]::new);
    }

    /** What to put before a command that is to run in the network namespace of a process. */
    static List<String> entering(long pid) {
        return List.of("nsenter", "--net=/proc/" + pid + "/ns/net", "--");
    }

    @Override
    public void close() throws IOException {
        end(owner);
        wire.onExit().join();
    }

    /**
     * Tells a process from another that had its number before: by when it was started, in clock ticks since the kernel was
     * (proc(5)). ProcessHandle makes a time of day of that, in which two JVMs differ if the clock has been set meanwhile.
     */
    private static Optional<String> mark(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
            String behindName = stat.substring(stat.lastIndexOf(')') + 2); // which may have spaces and parentheses
            return Optional.of(pid + "-" + behindName.split(" ")[START_TIME]);
        } catch (IOException e) {
            return Optional.empty(); // it has ended
        }
    }

    private static void endThoseOfTheDead() throws IOException {
        for (String each : owners()) {
            String jvm = each.split("/")[0];
            boolean isAlive =
                    mark(Long.parseLong(jvm.split("-")[0])).filter(jvm::equals).isPresent();
            if (!isAlive) {
                end(each);
            }
        }
    }

    private static List<String> owners() throws IOException {
        List<String> owners = new ArrayList<>();
        ProcessHandle.allProcesses().forEach(process -> owner(process).ifPresent(owners::add));
        return owners.stream().distinct().toList();
    }

    private static void end(String owner) {
        ProcessHandle.allProcesses()
                .filter(process -> owner(process).filter(owner::equals).isPresent())
                .forEach(ProcessHandle::destroyForcibly);
    }

    private static Optional<String> owner(ProcessHandle process) {
        try {
            String environment =
                    Files.readString(Path.of("/proc/" + process.pid() + "/environ"), StandardCharsets.ISO_8859_1);
            return Stream.of(environment.split("\0"))
                    .filter(each -> each.startsWith(OWNER + "="))
                    .map(each -> each.substring(OWNER.length() + 1))
                    .findFirst();
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty(); // it has ended, or is somebody else's
        }
    }
}
