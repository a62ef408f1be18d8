package dev.ipcdemo.families;

import dev.ipcdemo.files.NativeCode;
import dev.ipcdemo.sockets.Availability;
import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.Transport;
import dev.ipcdemo.sockets.Transports;
import java.util.ArrayList;
import java.util.List;

/**
 * What this host and JVM support, domain by domain.
 *
 * @param host the host that was asked
 * @param domains every domain that this program knows, in the order of the lesson
 */
public record Families(Host host, List<Family> domains) {

    /**
     * The host and the JVM.
     *
     * @param system the operating system, such as {@code Linux}
     * @param systemVersion its version
     * @param architecture the processor architecture
     * @param java the Java version
     * @param javaVendor the vendor of that Java
     */
    public record Host(String system, String systemVersion, String architecture, String java, String javaVendor) {

        static Host ofThisJvm() {
            return new Host(
                    System.getProperty("os.name"),
                    System.getProperty("os.version"),
                    System.getProperty("os.arch"),
                    System.getProperty("java.version"),
                    System.getProperty("java.vendor"));
        }

        /**
         * Whether the kernel is Linux, whose numbers are known for every domain.
         *
         * @return false for any other system, where only a few domains are asked for
         */
        public boolean runsLinux() {
            return system.equals("Linux");
        }

        private boolean runsBsd() {
            return system.startsWith("Mac") || system.endsWith("BSD");
        }

        private boolean canAskFor(KnownDomain domain) {
            return runsLinux() || runsBsd() && domain.isNumberedTheSameEverywhere();
        }
    }

    /**
     * A domain.
     *
     * @param name such as {@code AF_INET}
     * @param about its addresses and its reach, as a clause
     * @param types the types that belong to it
     */
    public record Family(String name, String about, List<Type> types) {}

    /**
     * A type within a domain.
     *
     * @param name such as {@code SOCK_STREAM}
     * @param protocol what protocol that is, or empty where the domain has only one
     * @param kernel the kernel's answer to socket(2)
     * @param transports the transports that use it
     * @param whyNone why no transport uses it, as a clause; empty if one does
     */
    public record Type(String name, String protocol, KernelAnswer kernel, List<Use> transports, String whyNone) {}

    /**
     * A transport that uses a type of socket.
     *
     * @param scheme the transport's scheme
     * @param implementation the library that makes the calls
     * @param availability whether it works here
     */
    public record Use(String scheme, String implementation, Availability availability) {}

    /**
     * Asks this host's kernel, and the transports on the class path. Creates a socket of each kind and closes it at once.
     *
     * @return the answers
     */
    public static Families ofThisHost() {
        Host host = Host.ofThisJvm();
        // All at once: each of these loads a library or waits for the kernel, and keeps the answer.
        List<KnownDomain> askable = new ArrayList<>();
        for (KnownDomain domain : KnownDomain.values()) {
            if (host.canAskFor(domain)) {
                askable.add(domain);
            }
        }
        SocketCall kernel = new PrefetchedSocketCall(new Libc(), askable);
        List<Transport> transports = Transports.all();
        for (Transport transport : transports) {
            start("load-" + transport.scheme(), new Loading(transport));
        }
        return of(host, kernel, transports);
    }

    private record Loading(Transport transport) implements Runnable {
        @Override
        public void run() {
            transport.availability();
        }
    }

    private static void start(String name, Runnable loading) {
        Thread thread = new Thread(loading, name);
        thread.setDaemon(true);
        thread.start();
    }

    // Loops rather than streams: this is the first command that a newcomer runs, and each lambda slows its start.

    static Families of(Host host, SocketCall kernel, List<Transport> transports) {
        List<Family> domains = new ArrayList<>();
        for (KnownDomain domain : KnownDomain.values()) {
            List<Type> types = new ArrayList<>();
            for (KnownDomain.Type type : domain.types()) {
                List<Use> uses = uses(transports, domain, type);
                types.add(new Type(
                        type.type().name(),
                        type.protocolName(),
                        ask(host, kernel, domain, type),
                        uses,
                        uses.isEmpty() ? type.whyNone() : ""));
            }
            domains.add(new Family(domain.name(), domain.about(), types));
        }
        return new Families(host, domains);
    }

    private static List<Use> uses(List<Transport> transports, KnownDomain domain, KnownDomain.Type type) {
        List<Use> uses = new ArrayList<>();
        for (Transport transport : transports) {
            for (Domain used : transport.domains()) {
                if (used.name().equals(domain.name())
                        && transport.type().name().equals(type.type().name())) {
                    uses.add(new Use(transport.scheme(), transport.implementation(), transport.availability()));
                }
            }
        }
        return uses;
    }

    private static KernelAnswer ask(Host host, SocketCall kernel, KnownDomain domain, KnownDomain.Type type) {
        if (!host.canAskFor(domain)) {
            return KernelAnswer.notAsked("this system may give the domain another number");
        }
        try {
            int errno = kernel.errno(domain.number(), type.type().number(), type.protocol());
            return errno == 0 ? KernelAnswer.YES : Errno.answer(errno, host.runsLinux());
        } catch (LinkageError e) {
            return KernelAnswer.notAsked("JNA's native library could not be loaded: "
                    + NativeCode.obstacle().orElse(e.getMessage()));
        }
    }
}
