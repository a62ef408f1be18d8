package dev.ipcdemo.sockets;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The address of a socket as text: a scheme, which names one transport, and a name in that transport's domain.
 *
 * <table>
 *   <caption>What can be written</caption>
 *   <tr><th>text</th><th>name</th></tr>
 *   <tr><td>{@code tcp://127.0.0.1:7000}, {@code tcp://[::1]:echo}, {@code udp://:7000}</td><td>{@link
 *   HostPort}</td></tr>
 *   <tr><td>{@code unix:/tmp/a.sock}, {@code unix:a.sock}, {@code unix:///tmp/a.sock}</td><td>{@link
 *   PathName}</td></tr>
 *   <tr><td>{@code junix:@name}</td><td>{@link AbstractName}</td></tr>
 *   <tr><td>{@code tcp:}, {@code unix:}, {@code junix:@}</td><td>{@link AnyName}, {@link AnyAbstractName}</td></tr>
 * </table>
 *
 * <p>An endpoint is only well-formed text: nothing has been looked up, and there may be no transport with its scheme.
 *
 * @param scheme the transport's scheme, lower-case letters, digits and {@code +}, {@code -} or {@code .}
 * @param name the name in the transport's domain
 */
public record Endpoint(String scheme, Name name) {

    private static final char UNREADABLE = '\ufffd';

    private static final Pattern SCHEME = Pattern.compile("[a-z][a-z0-9+.-]*");

    /** The part of an endpoint after its scheme. */
    public sealed interface Name permits HostPort, PathName, AbstractName, AnyName, AnyAbstractName {}

    /**
     * A host and a port, for AF_INET and AF_INET6.
     *
     * @param host a host name, an IPv4 literal, an IPv6 literal without brackets, or empty for any interface
     * @param port a number, or the name of a service such as {@code echo}
     */
    public record HostPort(String host, String port) implements Name {
        /**
         * Checks that neither part is missing.
         *
         * @param host may be empty
         * @param port not empty
         */
        public HostPort {
            Objects.requireNonNull(host, "host");
            if (port.isEmpty()) {
                throw new IllegalArgumentException("a port must be a number or a service name");
            }
        }

        @Override
        public String toString() {
            return "//" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /**
     * A path in the file system, for AF_UNIX.
     *
     * @param path the path; a relative one starts at the working directory
     */
    public record PathName(String path) implements Name {
        /**
         * Checks that there is a path.
         *
         * @param path not empty
         */
        public PathName {
            if (path.isEmpty()) {
                throw new IllegalArgumentException("a path must not be empty");
            }
        }

        /** Returns the path in a form that cannot be mistaken for an abstract name or a host. */
        @Override
        public String toString() {
            if (path.startsWith("//")) {
                return "//" + path;
            }
            return path.startsWith("@") ? "./" + path : path;
        }
    }

    /**
     * A name in Linux's abstract namespace, for AF_UNIX: it has no file, and disappears with its last socket.
     *
     * @param name the name without its leading NUL byte, which is written as {@code @}
     */
    public record AbstractName(String name) implements Name {
        /**
         * Checks that there is a name.
         *
         * @param name not empty
         */
        public AbstractName {
            if (name.isEmpty()) {
                throw new IllegalArgumentException("an abstract name must not be empty");
            }
        }

        @Override
        public String toString() {
            return "@" + name;
        }
    }

    /** No name: a server that gets it picks a free one; it also stands for a socket that was never bound. */
    public record AnyName() implements Name {
        @Override
        public String toString() {
            return "";
        }
    }

    /** An abstract name that the transport picks. */
    public record AnyAbstractName() implements Name {
        @Override
        public String toString() {
            return "@";
        }
    }

    /**
     * Checks the scheme's form.
     *
     * @param scheme of the form above
     * @param name any
     */
    public Endpoint {
        Objects.requireNonNull(name, "name");
        if (!SCHEME.matcher(scheme).matches()) {
            throw new IllegalArgumentException(
                    "'" + scheme + "' is not a scheme: write one like tcp, udp, unix or junix, in lower case");
        }
    }

    /**
     * Reads an endpoint.
     *
     * @param text the text, in one of the forms above
     * @return the endpoint
     * @throws IllegalArgumentException if the text has none of the forms; the message says what was expected
     */
    public static Endpoint parse(String text) {
        checkCharacters(text);
        int colon = text.indexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("'" + text
                    + "' is not an endpoint: write SCHEME://HOST:PORT or SCHEME:PATH, as in tcp://127.0.0.1:7000"
                    + " or unix:/tmp/a.sock");
        }
        String rest = text.substring(colon + 1);
        try {
            return new Endpoint(text.substring(0, colon), parseName(rest));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' is not an endpoint: " + e.getMessage(), e);
        }
    }

    /**
     * A JVM replaces bytes of its command line that are not text by U+FFFD, so different names would become the same.
     */
    private static void checkCharacters(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("an endpoint must not contain a NUL character");
        }
        if (text.indexOf(UNREADABLE) >= 0
                || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException("'" + text
                    + "' is not an endpoint: it contains bytes that are not UTF-8, or U+FFFD, which stands for them");
        }
    }

    private static Name parseName(String text) {
        if (text.isEmpty() || text.equals("//")) {
            return new AnyName();
        }
        if (text.equals("@")) {
            return new AnyAbstractName();
        }
        if (text.startsWith("@")) {
            return new AbstractName(text.substring(1));
        }
        if (text.startsWith("///")) {
            return new PathName(text.substring(2));
        }
        if (text.startsWith("//")) {
            return parseHostPort(text.substring(2));
        }
        return new PathName(text);
    }

    private static HostPort parseHostPort(String text) {
        if (text.startsWith("[")) {
            int bracket = text.indexOf(']');
            if (bracket < 0 || !text.startsWith(":", bracket + 1)) {
                throw new IllegalArgumentException("an IPv6 address is written [ADDRESS]:PORT, as in [::1]:7000");
            }
            return hostPort(text.substring(1, bracket), text.substring(bracket + 2));
        }
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("the port is missing: write //HOST:PORT, as in //127.0.0.1:7000");
        }
        if (text.indexOf(':') != colon) {
            throw new IllegalArgumentException("an IPv6 address needs brackets: write //[ADDRESS]:PORT");
        }
        return hostPort(text.substring(0, colon), text.substring(colon + 1));
    }

    private static HostPort hostPort(String host, String port) {
        if (port.indexOf('/') >= 0) {
            throw new IllegalArgumentException("the port must be the last part");
        }
        if (port.matches("[0-9]+") && (port.length() > 5 || Integer.parseInt(port) > 65_535)) {
            throw new IllegalArgumentException("a port is a number from 0 to 65535");
        }
        return new HostPort(host, port);
    }

    /**
     * Whether there is a name, rather than none or one that the transport picks.
     *
     * @return false for {@link AnyName} and {@link AnyAbstractName}
     */
    public boolean isNamed() {
        return !(name instanceof AnyName || name instanceof AnyAbstractName);
    }

    /**
     * Returns the text that {@link #parse} reads as this endpoint. A relative path that starts with {@code @} gets a
     * leading {@code ./}.
     */
    @Override
    public String toString() {
        return scheme + ":" + name;
    }
}
