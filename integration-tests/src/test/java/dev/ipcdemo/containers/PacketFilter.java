package dev.ipcdemo.containers;

import dev.ipcdemo.launch.container.PrivateNetwork;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The kernel's packet filter in a host's network namespace, which nsenter(1) enters from outside, as root: the host itself
 * has no capability to change it, nor a program to do so.
 */
final class PacketFilter {

    private static final Pattern DROPPED = Pattern.compile("(?m)^\\s*(\\d+)\\s+\\d+\\s+DROP\\s");

    private final List<String> inNamespace;

    /** There is none here, and why. */
    static final class MissingException extends Exception {
        private static final long serialVersionUID = 1L;

        MissingException(String why) {
            super(why);
        }
    }

    private PacketFilter(List<String> inNamespace) {
        this.inNamespace = inNamespace;
    }

    static PacketFilter of(Host host, PrivateNetwork network) throws IOException, MissingException {
        if (!run(List.of("id", "-u")).equals("0\n")) {
            throw new MissingException("only root may enter a container's network namespace");
        }
        long pid = host.container().pid();
        List<String> engine = toEngine();
        String routes;
        try {
            routes = run(concat(engine, "cat", "/proc/" + pid + "/net/fib_trie"));
        } catch (IOException e) {
            throw new MissingException("the engine's processes are not to be found on this host: " + e.getMessage());
        }
        if (!routes.contains(host.container().address(network))) { // nobody else's rules are to be changed
            throw new MissingException("process " + pid + " here is another one than the engine's");
        }
        return new PacketFilter(concat(engine, "nsenter", "--target", Long.toString(pid), "--net", "--"));
    }

    /** An engine that bin/engine has started is in namespaces of its own, whose first process is written in a file. */
    private static List<String> toEngine() throws IOException {
        Path file = Path.of(Optional.ofNullable(System.getenv("DOCKER_HOST"))
                        .orElse("")
                        .replaceFirst("^unix://", ""))
                .resolveSibling("pid");
        if (!Files.isReadable(file)) {
            return List.of();
        }
        String pid = Files.readString(file).split(" ")[0];
        return List.of("nsenter", "--target", pid, "--mount", "--pid", "--");
    }

    /** From now on, drops so many of the UDP packets that come in, by chance. */
    void drop(String portOption, int port, double probability) throws IOException, MissingException {
        String rule = "-A INPUT -p udp " + portOption + " " + port + " -m statistic --mode random --probability "
                + probability + " -j DROP";
        try {
            iptables(rule);
        } catch (IOException e) {
            if (e.getMessage().contains("statistic") || e.getMessage().contains("No chain/target/match")) {
                throw new MissingException("this kernel cannot drop by chance: " + e.getMessage());
            }
            throw e;
        }
    }

    /** How many it has dropped. */
    int dropped() throws IOException {
        Matcher rule = DROPPED.matcher(iptables("-L INPUT -v -n -x"));
        if (!rule.find()) {
            throw new IOException("iptables lists no rule that drops");
        }
        return Integer.parseInt(rule.group(1));
    }

    private String iptables(String arguments) throws IOException {
        return run(concat(inNamespace, ("iptables -w " + arguments).split(" ")));
    }

    private static List<String> concat(List<String> some, String... more) {
        return Stream.concat(some.stream(), Stream.of(more)).toList();
    }

    private static String run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + ": " + output.strip());
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        return output;
    }
}
