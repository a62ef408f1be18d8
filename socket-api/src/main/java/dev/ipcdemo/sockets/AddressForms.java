package dev.ipcdemo.sockets;

import java.net.IDN;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The accepted forms of host names and addresses. Forms that programs read differently are refused: {@code 0177.0.0.1}
 * is 127.0.0.1 for inet_aton(3) and 177.0.0.1 for the JDK.
 */
final class AddressForms {

    private static final String NUMBER = "(?:0[xX]\\p{XDigit}*|\\d+)";

    /**
     * What inet_aton(3) could read as an address: one number of at most 32 bits, also octal or hexadecimal, or several
     * with dots. A longer number may be a name, as of a container.
     */
    private static final Pattern NUMBERS = Pattern.compile(
            "0[xX]\\p{XDigit}*|0+[0-3]?[0-7]{0,10}|[1-9]\\d{0,9}|(?:" + NUMBER + "\\.)+" + NUMBER + "?");

    private static final String BYTE = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";

    private static final Pattern IPV4 = Pattern.compile(BYTE + "(?:\\." + BYTE + "){3}");

    /** Letters that IDNA 2003, which the JDK supports, maps to others, and IDNA 2008 does not. */
    private static final String DEVIATIONS = "\u00df\u1e9e\u03c2\u200c\u200d";

    private AddressForms() {}

    /**
     * The form of a name in DNS: each label that is not ASCII becomes an A-label.
     *
     * @throws IllegalArgumentException if there is none; the message says why
     */
    static String toAscii(String host) {
        if (host.chars().allMatch(c -> c < 0x80)) {
            return host;
        }
        if (host.chars().anyMatch(c -> DEVIATIONS.indexOf(c) >= 0)) {
            throw new IllegalArgumentException(
                    "IDNA 2003 and IDNA 2008 read this name differently: write it as an A-label, which begins with xn--");
        }
        String ascii;
        try {
            ascii = IDN.toASCII(host);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("this is not an internationalized domain name", e);
        }
        if (NUMBERS.matcher(ascii).matches()) {
            throw new IllegalArgumentException("write the digits of an address in ASCII: " + ascii);
        }
        return ascii;
    }

    /** What is wrong with an address; empty if nothing is, or if it is a name. */
    static Optional<String> fault(String host) {
        return host.indexOf(':') >= 0 ? faultOfIpv6(host) : faultOfIpv4(host);
    }

    private static Optional<String> faultOfIpv4(String host) {
        return NUMBERS.matcher(host).matches() && !IPV4.matcher(host).matches()
                ? Optional.of(
                        "write an IPv4 address as four numbers from 0 to 255 without leading zeros, because programs"
                                + " read other forms differently")
                : Optional.empty();
    }

    private static Optional<String> faultOfIpv6(String host) {
        String[] addressAndScope = host.split("%", 2);
        String last = addressAndScope[0].substring(addressAndScope[0].lastIndexOf(':') + 1);
        if (last.indexOf('.') >= 0 && !IPV4.matcher(last).matches()) {
            return Optional.of(
                    "it does not end in an IPv4 address of four numbers from 0 to 255 without leading zeros");
        }
        return addressAndScope.length == 2 ? faultOfScope(addressAndScope[1]) : Optional.empty();
    }

    private static Optional<String> faultOfScope(String scope) {
        try {
            if (scope.matches("\\d+") || !scope.isEmpty() && NetworkInterface.getByName(scope) != null) {
                return Optional.empty();
            }
            return Optional.of("no interface is called '" + scope + "'; there are "
                    + NetworkInterface.networkInterfaces()
                            .map(NetworkInterface::getName)
                            .sorted()
                            .collect(Collectors.joining(", ")));
        } catch (SocketException e) {
            return Optional.of("the interfaces cannot be listed: " + e.getMessage());
        }
    }
}
