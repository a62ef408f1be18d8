package dev.ipcdemo.sockets;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Host names: gethostname(2) and gethostbyname(3), the latter by means of getaddrinfo(3), which also returns IPv6
 * addresses.
 */
public final class HostNames {

    private static final Path KERNEL_HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    /** The text of gai_strerror(3) for a negative answer, as opposed to no answer. */
    private static final Pattern NO_ADDRESS = Pattern.compile("not known|No address associated");

    private static final int REMEMBERED_REASONS = 64;

    /** Why lookups failed: the JDK remembers for some seconds that a lookup failed, but not why. */
    private static final Map<String, String> REASONS = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > REMEMBERED_REASONS;
        }
    });

    private HostNames() {}

    /**
     * The name of this host: gethostname(2). On Linux it is read from {@code /proc}, because the JDK has no call that
     * returns it without a lookup; elsewhere the JDK looks it up, which may query DNS and block.
     *
     * @return the name, which other hosts may not be able to look up
     * @throws SocketFailure {@code UNKNOWN_HOST} if the name of this host cannot be determined
     */
    public static String local() throws SocketFailure {
        try {
            if (Files.isReadable(KERNEL_HOST_NAME)) {
                return Files.readString(KERNEL_HOST_NAME).strip();
            }
            return InetAddress.getLocalHost().getHostName();
        } catch (IOException e) {
            throw new SocketFailure("gethostname", "of this host", FailureKind.UNKNOWN_HOST, "", e);
        }
    }

    /**
     * All addresses of a host, IPv4 and IPv6: gethostbyname(3). Asks the sources that the system is configured for
     * ({@code /etc/hosts}, DNS, …), so it may block; the JDK caches answers for a while.
     *
     * @param host a name, which may be internationalized; or an IPv4 or IPv6 literal, which is parsed without a lookup.
     *     IPv4 is four decimal numbers without leading zeros, because programs read other forms differently.
     * @return at least one address, in the order that the JDK gives (IPv4 first, unless
     *     {@code java.net.preferIPv6Addresses} says otherwise)
     * @throws SocketFailure {@code UNKNOWN_HOST} if no address is known; {@code LOOKUP_FAILED} if the lookup had no
     *     result, for example because no name server answers
     */
    public static List<InetAddress> lookup(String host) throws SocketFailure {
        if (host.isBlank()) {
            throw new SocketFailure("gethostbyname", "''", FailureKind.UNKNOWN_HOST, "the name is empty");
        }
        String ascii;
        try {
            ascii = AddressForms.toAscii(host);
        } catch (IllegalArgumentException e) {
            throw failure(host, FailureKind.UNKNOWN_HOST, e.getMessage(), e);
        }
        Optional<String> fault = AddressForms.fault(ascii);
        if (fault.isPresent()) {
            throw new SocketFailure("gethostbyname", host, FailureKind.UNKNOWN_HOST, fault.get());
        }
        try {
            return List.of(InetAddress.getAllByName(ascii));
        } catch (UnknownHostException e) {
            throw failure(host, ascii, e);
        }
    }

    /** Converts what the JDK threw for a name in its ASCII form; its message is that form, a colon, and the reason. */
    static SocketFailure failure(String host, String ascii, UnknownHostException thrown) {
        if (ascii.indexOf(':') >= 0) {
            String what = ascii.indexOf('%') >= 0 ? "its interface has no such address" : "this is not an IPv6 address";
            return failure(host, FailureKind.UNKNOWN_HOST, what, thrown);
        }
        String message = String.valueOf(thrown.getMessage());
        if (message.startsWith(ascii + ": ")) {
            REASONS.put(ascii, message.substring(ascii.length() + 2));
        }
        String asWhat = host.equals(ascii) ? "" : "; in DNS it is " + ascii;
        String reason = REASONS.getOrDefault(ascii, "");
        return reason.isEmpty() || NO_ADDRESS.matcher(reason).find()
                ? failure(host, FailureKind.UNKNOWN_HOST, "no address is known for this name" + asWhat, thrown)
                : failure(host, FailureKind.LOOKUP_FAILED, reason + asWhat, thrown);
    }

    private static SocketFailure failure(String host, FailureKind kind, String detail, Exception cause) {
        return new SocketFailure("gethostbyname", host, kind, detail, cause);
    }
}
