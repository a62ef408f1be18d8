package dev.ipcdemo.posix.socket;

import dev.ipcdemo.posix.SocketAddressBuffer;
import dev.ipcdemo.posix.family.SocketFamily;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * The peers of a datagram socket, each as an object and in the kernel's form, so that neither has to be made again for each
 * message. Of peers whose hashes collide, the latest stays. Safe for use by several threads: an entry does not change.
 */
final class AddressTable {

    private static final int ENTRIES = 256;

    /** @param form the kernel's form, which is not written again */
    private record Entry(SocketAddress address, SocketAddressBuffer form, MemorySegment bytes, int length) {}

    private final SocketFamily family;
    private final int domain;
    private final Entry[] bySender = new Entry[ENTRIES];
    private final Entry[] byReceiver = new Entry[ENTRIES];

    /** The latest of each, which the next one usually is again: no hash is computed then. */
    private Entry latestSender;

    private Entry latestReceiver;

    AddressTable(SocketFamily family, int domain) {
        this.family = family;
        this.domain = domain;
    }

    /** The address that the kernel wrote for a sender. */
    SocketAddress sender(SocketAddressBuffer form, MemorySegment bytes) {
        int length = form.length();
        Entry latest = latestSender;
        if (isSame(latest, bytes, length)) {
            return latest.address;
        }
        int place = hash(bytes, length);
        Entry known = bySender[place];
        if (!isSame(known, bytes, length)) {
            SocketAddressBuffer copy = new SocketAddressBuffer(form);
            known = new Entry(family.decode(form), copy, copy.segment(), length);
            bySender[place] = known;
        }
        latestSender = known;
        return known.address;
    }

    private static boolean isSame(Entry known, MemorySegment bytes, int length) {
        return known != null
                && known.length == length
                && MemorySegment.mismatch(known.bytes, 0, length, bytes, 0, length) < 0;
    }

    private static int hash(MemorySegment bytes, int length) {
        int hash = length;
        for (int i = 0; i + Integer.BYTES <= length; i += Integer.BYTES) {
            hash = 31 * hash + bytes.get(ValueLayout.JAVA_INT_UNALIGNED, i);
        }
        for (int i = length & -Integer.BYTES; i < length; i++) {
            hash = 31 * hash + bytes.get(ValueLayout.JAVA_BYTE, i);
        }
        return (hash ^ hash >>> 16 ^ hash >>> 8) & ENTRIES - 1;
    }

    /** The kernel's form of a receiver's address. */
    SocketAddressBuffer receiver(SocketAddress address) {
        Entry latest = latestReceiver;
        if (latest != null && latest.address == address) {
            return latest.form;
        }
        int hash = address.hashCode();
        int place = (hash ^ hash >>> 16 ^ hash >>> 8) & ENTRIES - 1;
        Entry known = byReceiver[place];
        if (known == null || !leadToTheSame(known.address, address)) {
            SocketAddressBuffer form = family.encode(address, domain);
            known = new Entry(address, form, form.segment(), form.length());
            byReceiver[place] = known;
        }
        latestReceiver = known;
        return known.form;
    }

    /** Whether two addresses are equal, and on the same interface: {@link Inet6Address#equals} ignores that. */
    private static boolean leadToTheSame(SocketAddress one, SocketAddress other) {
        return one.equals(other) && scopeOf(one) == scopeOf(other);
    }

    private static int scopeOf(SocketAddress address) {
        return address instanceof InetSocketAddress inet && inet.getAddress() instanceof Inet6Address ipv6
                ? ipv6.getScopeId()
                : 0;
    }
}
