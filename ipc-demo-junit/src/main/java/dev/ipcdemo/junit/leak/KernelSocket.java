package dev.ipcdemo.junit.leak;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A socket as /proc/net lists it (proc(5)).
 *
 * @param kind such as {@code tcp}, or {@code unix (SOCK_STREAM)}
 * @param name its own address, in the form of an endpoint without its scheme; empty for none
 * @param state such as {@code listening}, or whom it is connected to; may be empty
 */
record KernelSocket(String kind, String name, String state) {

    private static final Path DIRECTORY = Path.of("/proc/self/net");

    private static final int LOCAL = 1;
    private static final int PEER = 2;
    private static final int STATE = 3;
    private static final int INODE = 9;
    private static final String TCP_LISTEN = "0A";

    private static final int UNIX_FLAGS = 3;
    private static final int UNIX_TYPE = 4;
    private static final int UNIX_INODE = 6;
    private static final int UNIX_PATH = 7;
    private static final int UNIX_LISTENS = 0x10000;
    private static final Map<String, String> UNIX_TYPES =
            Map.of("0001", "SOCK_STREAM", "0002", "SOCK_DGRAM", "0005", "SOCK_SEQPACKET");

    /** The sockets of this network namespace by their inodes; none where there is no /proc. */
    static Map<String, KernelSocket> byInode() throws IOException {
        Map<String, KernelSocket> sockets = new HashMap<>();
        for (String protocol : List.of("tcp", "tcp6", "udp", "udp6")) {
            for (String[] fields : table(protocol, INODE)) {
                inet(protocol, fields).ifPresent(socket -> sockets.put(fields[INODE], socket));
            }
        }
        for (String[] fields : table("unix", UNIX_INODE)) {
            sockets.put(fields[UNIX_INODE], unix(fields));
        }
        return sockets;
    }

    private static List<String[]> table(String name, int inodeField) throws IOException {
        Path file = DIRECTORY.resolve(name);
        if (!Files.isReadable(file)) {
            return List.of();
        }
        // The kernel leaves the bytes of a path as they are, which need not be UTF-8.
        try (Reader lines = new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8)) {
            return table(lines, inodeField);
        }
    }

    /**
     * The lines of a table below its head, of sockets that a process has. Of a connection in TIME_WAIT, which no process has
     * and which has the inode 0, there may be tens of thousands: it makes no garbage, since that would bring about a
     * collection, and a collection closes a socket that nobody refers to before it is found.
     *
     * @param inodeField the number of the field that has the inode, from 0
     * @return fields
     */
    static List<String[]> table(Reader lines, int inodeField) throws IOException {
        List<String[]> table = new ArrayList<>();
        char[] buffer = new char[8192];
        StringBuilder line = new StringBuilder(256);
        boolean isHead = true;
        for (int count = lines.read(buffer); count >= 0; count = lines.read(buffer)) {
            for (int i = 0; i < count; i++) {
                if (buffer[i] != '\n') {
                    line.append(buffer[i]);
                    continue;
                }
                if (!isHead && hasInode(line, inodeField)) {
                    table.add(line.toString().strip().split("\\s+", UNIX_PATH + 5));
                }
                isHead = false;
                line.setLength(0);
            }
        }
        return table;
    }

    /** Whether there is such a field, and it is not 0. */
    private static boolean hasInode(CharSequence line, int inodeField) {
        int at = skip(line, 0, true);
        for (int field = 0; field < inodeField; field++) {
            at = skip(line, skip(line, at, false), true);
        }
        return at < line.length() && line.charAt(at) != '0';
    }

    /** Where the spaces, or what is not a space, end that begin at an index. */
    private static int skip(CharSequence line, int from, boolean spaces) {
        int at = from;
        while (at < line.length() && (line.charAt(at) == ' ') == spaces) {
            at++;
        }
        return at;
    }

    private static Optional<KernelSocket> inet(String protocol, String[] fields) {
        try {
            String state = fields[STATE].equals(TCP_LISTEN) && protocol.startsWith("tcp")
                    ? "listening"
                    : fields[PEER].endsWith(":0000") ? "" : "connected to " + inetName(fields[PEER]);
            return Optional.of(new KernelSocket(protocol.substring(0, 3), inetName(fields[LOCAL]), state));
        } catch (UnknownHostException | NumberFormatException e) {
            return Optional.empty(); // a form that a later kernel may have
        }
    }

    /** The kernel prints 32-bit words of its own byte order; a mapped IPv4 address becomes an IPv4 address. */
    private static String inetName(String hex) throws UnknownHostException {
        int colon = hex.indexOf(':');
        ByteBuffer address = ByteBuffer.allocate(colon / 2).order(ByteOrder.nativeOrder());
        for (int i = 0; i < colon; i += 8) {
            address.putInt(Integer.parseUnsignedInt(hex.substring(i, i + 8), 16));
        }
        String host = InetAddress.getByAddress(address.array()).getHostAddress();
        String bracketed = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return "//" + bracketed + ":" + Integer.parseInt(hex.substring(colon + 1), 16);
    }

    private static KernelSocket unix(String[] fields) {
        boolean listens = (Integer.parseUnsignedInt(fields[UNIX_FLAGS], 16) & UNIX_LISTENS) != 0;
        String path =
                fields.length > UNIX_PATH ? String.join(" ", List.of(fields).subList(UNIX_PATH, fields.length)) : "";
        String type = UNIX_TYPES.getOrDefault(fields[UNIX_TYPE], "type " + fields[UNIX_TYPE]);
        return new KernelSocket("unix (" + type + ")", path, listens ? "listening" : "");
    }

    /** Such as {@code tcp //127.0.0.1:7000, listening}. */
    @Override
    public String toString() {
        return kind + " " + (name.isEmpty() ? "without a name" : name) + (state.isEmpty() ? "" : ", " + state);
    }
}
