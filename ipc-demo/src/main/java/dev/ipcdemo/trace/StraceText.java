package dev.ipcdemo.trace;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How strace writes arguments: lists, data, addresses and descriptors. */
final class StraceText {

    private static final String QUOTED = "\"((?:[^\"\\\\]|\\\\.)*+)\"";
    private static final Pattern DATA = Pattern.compile(QUOTED);
    private static final Pattern BUFFER = Pattern.compile("iov_base=" + QUOTED);
    private static final Pattern DESCRIPTOR =
            Pattern.compile("(\\d+)(?:<([^:<>]*)(?::\\[(.*?)\\])?.*?>(?=$|[,\\] =}]))?");
    private static final Pattern FAMILY = Pattern.compile("sa_family=(AF_\\w+)");
    private static final Pattern PATH = Pattern.compile("sun_path=(@?)" + QUOTED);
    private static final Pattern HOST_PORT =
            Pattern.compile("sin6?_port=htons\\((\\d+)\\).*?(?:inet_addr\\(|inet_pton\\(AF_INET6, )\"([^\"]*)\"");
    private static final Pattern UNIX = Pattern.compile("(\\d+)(?:->(\\d+))?(?:,(@?)" + QUOTED + ")?");
    private static final String MAPPED = "::ffff:";

    private StraceText() {}

    /**
     * A descriptor with what it stands for.
     *
     * @param number the descriptor
     * @param socket what is known of the socket; empty if it is none
     */
    record Descriptor(int number, Optional<Socket> socket) {}

    /**
     * What strace says of a socket beside its descriptor.
     *
     * @param protocol such as {@code TCP}, {@code UDPv6}, {@code UNIX-STREAM}, or {@code socket}
     * @param inode of the socket, if strace names it
     * @param peerInode of the other end, if strace names it
     * @param local its address, if strace names it
     * @param peer the other end's address, if strace names it
     */
    record Socket(String protocol, String inode, String peerInode, String local, String peer) {}

    /** Splits what stands between the parentheses of a call, at the commas that are not within something. */
    static List<String> arguments(String text) {
        List<String> arguments = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                i = endOfQuotes(text, i);
            } else if (c == '{' || c == '[' || c == '(') {
                depth++;
            } else if (c == '}' || c == ']' || c == ')') {
                depth--;
            } else if (c == ',' && depth == 0 && text.startsWith(" ", i + 1)) {
                arguments.add(text.substring(from, i));
                from = i + 2;
            }
        }
        if (from < text.length()) {
            arguments.add(text.substring(from));
        }
        return arguments;
    }

    private static int endOfQuotes(String text, int opening) {
        int i = opening + 1;
        while (i < text.length() && text.charAt(i) != '"') {
            i += text.charAt(i) == '\\' ? 2 : 1;
        }
        return i;
    }

    /** The bytes of the first text in quotes, of which strace may have left out the end. */
    static byte[] data(String text) {
        Matcher data = DATA.matcher(text);
        return data.lookingAt() ? unescaped(data.group(1)) : new byte[0];
    }

    /** The bytes of all buffers of a vector, as far as strace shows them. */
    static byte[] buffers(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Matcher buffer = BUFFER.matcher(text);
        while (buffer.find()) {
            bytes.writeBytes(unescaped(buffer.group(1)));
        }
        return bytes.toByteArray();
    }

    /** Undoes the escapes of C, with octal numbers as strace writes them. */
    static byte[] unescaped(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\' || i + 1 == text.length()) {
                bytes.write(c);
                continue;
            }
            c = text.charAt(++i);
            if (c >= '0' && c <= '7') {
                int value = 0;
                int end = Math.min(text.length(), i + 3);
                for (; i < end && text.charAt(i) >= '0' && text.charAt(i) <= '7'; i++) {
                    value = value * 8 + text.charAt(i) - '0';
                }
                i--;
                bytes.write(value);
            } else {
                bytes.write(
                        switch (c) {
                            case 'n' -> '\n';
                            case 't' -> '\t';
                            case 'r' -> '\r';
                            case 'f' -> '\f';
                            case 'v' -> 0x0b;
                            default -> c;
                        });
            }
        }
        return bytes.toByteArray();
    }

    /** The path or abstract name in a text with escapes. */
    private static String name(String at, String escaped) {
        String name = new String(unescaped(escaped), StandardCharsets.UTF_8);
        int end = name.indexOf('\0');
        return at + (at.isEmpty() && end >= 0 ? name.substring(0, end) : name.replaceAll("\0+$", ""));
    }

    /** The family of a socket address, such as {@code AF_INET}; empty if there is no address. */
    static String family(String text) {
        Matcher family = FAMILY.matcher(text);
        return family.find() ? family.group(1) : "";
    }

    /** A socket address: {@code 127.0.0.1:80}, {@code [::1]:80}, a path, {@code @name}, or empty if it has none. */
    static String address(String text) {
        Matcher hostPort = HOST_PORT.matcher(text);
        if (hostPort.find()) {
            return hostPort(hostPort.group(2), hostPort.group(1));
        }
        Matcher path = PATH.matcher(text);
        return path.find() ? name(path.group(1), path.group(2)) : "";
    }

    /** An IPv4 address on an IPv6 socket is written as what it is. */
    private static String hostPort(String host, String port) {
        String plain = host.startsWith(MAPPED) ? host.substring(MAPPED.length()) : host;
        return (plain.indexOf(':') >= 0 ? "[" + plain + "]" : plain) + ":" + port;
    }

    /** The descriptor with which a text begins. */
    static Optional<Descriptor> descriptor(String text) {
        Matcher descriptor = DESCRIPTOR.matcher(text);
        return descriptor.lookingAt() ? Optional.of(descriptor(descriptor)) : Optional.empty();
    }

    /** All descriptors of a list, such as that of a socket pair, or of those that a message carries. */
    static List<Descriptor> descriptors(String text) {
        Matcher descriptor = DESCRIPTOR.matcher(text);
        List<Descriptor> descriptors = new ArrayList<>();
        while (descriptor.find()) {
            descriptors.add(descriptor(descriptor));
        }
        return descriptors;
    }

    private static Descriptor descriptor(Matcher matched) {
        int number = matched.group(1).length() < 10 ? Integer.parseInt(matched.group(1)) : -1;
        String protocol = matched.group(2);
        boolean isSocket = protocol != null
                && matched.group(3) != null
                && (protocol.equals("socket") || Character.isUpperCase(protocol.charAt(0)));
        return new Descriptor(number, isSocket ? Optional.of(socket(protocol, matched.group(0))) : Optional.empty());
    }

    private static Socket socket(String protocol, String descriptor) {
        int from = descriptor.indexOf(":[") + 2;
        String inside = descriptor.substring(from, descriptor.lastIndexOf(']'));
        Matcher unix = UNIX.matcher(inside);
        if (unix.matches()) {
            String local = unix.group(4) == null ? "" : name(unix.group(3), unix.group(4));
            return new Socket(protocol, unix.group(1), unix.group(2) == null ? "" : unix.group(2), local, "");
        }
        if (!protocol.startsWith("TCP") && !protocol.startsWith("UDP")) {
            return new Socket(protocol, "", "", "", "");
        }
        String[] ends = inside.split("->", 2);
        return new Socket(protocol, "", "", shownAddress(ends[0]), ends.length < 2 ? "" : shownAddress(ends[1]));
    }

    private static String shownAddress(String address) {
        int colon = address.lastIndexOf(':');
        String host = address.substring(0, Math.max(0, colon));
        return hostPort(host.replaceAll("[\\[\\]]", ""), address.substring(colon + 1));
    }
}
