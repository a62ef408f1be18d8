package dev.ipcdemo.junit.leak;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
            for (String[] fields : table(protocol, INODE + 1)) {
                inet(protocol, fields).ifPresent(socket -> sockets.put(fields[INODE], socket));
            }
        }
        for (String[] fields : table("unix", UNIX_INODE + 1)) {
            sockets.put(fields[UNIX_INODE], unix(fields));
        }
        return sockets;
    }

    /** The lines of a table below its head that have as many fields. The kernel leaves the bytes of a path as they are. */
    private static List<String[]> table(String name, int fewestFields) throws IOException {
        Path file = DIRECTORY.resolve(name);
        if (!Files.isReadable(file)) {
            return List.of();
        }
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                .lines()
                .skip(1)
                .map(line -> line.strip().split("\\s+", UNIX_PATH + 5))
                .filter(fields -> fields.length >= fewestFields)
                .toList();
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
