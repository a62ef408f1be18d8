package dev.ipcdemo.posix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.Charset;
import java.util.Arrays;

/**
 * Room for a socket address of any domain, as the kernel reads and writes it: {@code struct sockaddr_storage}, and its length.
 * Reuse it: each call that returns an address overwrites it. Not safe for use by several threads at once.
 */
public final class SocketAddressBuffer {

    /** The size of {@code struct sockaddr_storage}. */
    public static final int CAPACITY = 128;

    private static final boolean HAS_LENGTH = Platform.CURRENT == Platform.MACOS;
    private static final int FAMILY_BYTES = 2;
    private static final long PORT = Layouts.offset(Layouts.SOCKADDR_IN, "sin_port");
    private static final long ADDRESS_IPV4 = Layouts.offset(Layouts.SOCKADDR_IN, "sin_addr");
    private static final long ADDRESS_IPV6 = Layouts.offset(Layouts.SOCKADDR_IN6, "sin6_addr");
    private static final long SCOPE = Layouts.offset(Layouts.SOCKADDR_IN6, "sin6_scope_id");
    private static final long PATH = Layouts.offset(Layouts.SOCKADDR_UN, "sun_path");
    private static final long VM_PORT = Layouts.offset(Layouts.SOCKADDR_VM, "svm_port");
    private static final long VM_CID = Layouts.offset(Layouts.SOCKADDR_VM, "svm_cid");
    private static final int MAPPED_PREFIX = 12;

    private final MemorySegment memory = Arena.ofAuto().allocate(CAPACITY + Integer.BYTES, Long.BYTES);

    /** Kept, because asking the segment for it is slower. */
    private final long address = memory.address();

    /** Creates an empty one, for a call that returns an address. */
    public SocketAddressBuffer() {}

    /**
     * Creates a copy.
     *
     * @param other what is copied
     */
    public SocketAddressBuffer(SocketAddressBuffer other) {
        memory.copyFrom(other.memory);
    }

    /**
     * A host and a port.
     *
     * @param address an address that has been looked up; its domain is AF_INET or AF_INET6
     * @return a new buffer
     */
    public static SocketAddressBuffer of(InetSocketAddress address) {
        return of(address, address.getAddress() instanceof Inet6Address ? Constants.AF_INET6 : Constants.AF_INET);
    }

    /**
     * A host and a port, for a socket of one domain.
     *
     * @param address an address that has been looked up
     * @param domain AF_INET or AF_INET6; an IPv4 address becomes an IPv4-mapped one for AF_INET6
     * @return a new buffer
     * @throws IllegalArgumentException for an IPv6 address and AF_INET
     */
    public static SocketAddressBuffer of(InetSocketAddress address, int domain) {
        SocketAddressBuffer buffer = new SocketAddressBuffer();
        InetAddress host = address.getAddress();
        byte[] bytes = host.getAddress();
        if (domain == Constants.AF_INET) {
            if (!(host instanceof Inet4Address)) {
                throw new IllegalArgumentException(address + " is not an IPv4 address");
            }
            buffer.start(domain, (int) Layouts.SOCKADDR_IN.byteSize());
            MemorySegment.copy(bytes, 0, buffer.memory, JAVA_BYTE, ADDRESS_IPV4, bytes.length);
        } else {
            buffer.start(domain, (int) Layouts.SOCKADDR_IN6.byteSize());
            if (host instanceof Inet6Address ipv6) {
                MemorySegment.copy(bytes, 0, buffer.memory, JAVA_BYTE, ADDRESS_IPV6, bytes.length);
                buffer.memory.set(JAVA_INT, SCOPE, ipv6.getScopeId());
            } else {
                buffer.memory.set(JAVA_SHORT, ADDRESS_IPV6 + MAPPED_PREFIX - 2, (short) 0xffff);
                MemorySegment.copy(bytes, 0, buffer.memory, JAVA_BYTE, ADDRESS_IPV6 + MAPPED_PREFIX, bytes.length);
            }
        }
        buffer.memory.set(Layouts.NETWORK_SHORT, PORT, (short) address.getPort());
        return buffer;
    }

    /**
     * A path.
     *
     * @param path at most 107 bytes on Linux, 103 on macOS
     * @return a new buffer
     * @throws IllegalArgumentException if it does not fit
     */
    public static SocketAddressBuffer ofPath(String path) {
        byte[] bytes = path.getBytes(Charset.defaultCharset());
        return ofUnixName(Arrays.copyOf(bytes, bytes.length + 1));
    }

    /**
     * A name in the domain AF_UNIX as the kernel has it.
     *
     * @param name a path with the NUL at its end, for which Linux needs no room; an abstract name with the NUL before it; or empty
     *     for no name, with which bind(2) picks an abstract name (autobind)
     * @return a new buffer
     * @throws IllegalArgumentException if it does not fit
     */
    public static SocketAddressBuffer ofUnixName(byte[] name) {
        long room = Layouts.SOCKADDR_UN.byteSize() - PATH;
        if (name.length > room) {
            throw new IllegalArgumentException("the name has " + name.length + " bytes, and at most " + room + " fit");
        }
        SocketAddressBuffer buffer = new SocketAddressBuffer();
        buffer.start(Constants.AF_UNIX, (int) PATH + name.length);
        MemorySegment.copy(name, 0, buffer.memory, JAVA_BYTE, PATH, name.length);
        return buffer;
    }

    /**
     * An address of a virtual machine or its host.
     *
     * @param cid the machine, such as {@link Constants#VMADDR_CID_LOCAL}
     * @param port the port, all 32 bits of it
     * @return a new buffer
     */
    public static SocketAddressBuffer ofVsock(int cid, int port) {
        SocketAddressBuffer buffer = new SocketAddressBuffer();
        buffer.start(Constants.AF_VSOCK, (int) Layouts.SOCKADDR_VM.byteSize());
        buffer.memory.set(JAVA_INT, VM_CID, cid);
        buffer.memory.set(JAVA_INT, VM_PORT, port);
        return buffer;
    }

    /**
     * No address, in the domain AF_UNSPEC: connect(2) with it ends the association of a datagram socket, and on Linux resets a TCP
     * connection.
     *
     * @return a new buffer
     */
    public static SocketAddressBuffer unspecified() {
        SocketAddressBuffer buffer = new SocketAddressBuffer();
        buffer.start(Constants.AF_UNSPEC, (int) Layouts.SOCKADDR_IN.byteSize());
        return buffer;
    }

    private void start(int domain, int length) {
        if (HAS_LENGTH) {
            memory.set(JAVA_BYTE, 0, (byte) length);
            memory.set(JAVA_BYTE, 1, (byte) domain);
        } else {
            memory.set(JAVA_SHORT, 0, (short) domain);
        }
        length(length);
    }

    /**
     * The memory of the address.
     *
     * @return {@link #CAPACITY} bytes, of which {@link #length} are used
     */
    public MemorySegment segment() {
        return memory.asSlice(0, CAPACITY);
    }

    /**
     * How many bytes the address has.
     *
     * @return 0 if there is none
     */
    public int length() {
        return memory.get(JAVA_INT, CAPACITY);
    }

    void length(int length) {
        memory.set(JAVA_INT, CAPACITY, length);
    }

    long address() {
        return address;
    }

    long addressOfLength() {
        return address + CAPACITY;
    }

    /**
     * The domain of the address.
     *
     * @return such as {@link Constants#AF_INET}; {@link Constants#AF_UNSPEC} if there is no address
     */
    public int family() {
        if (length() < FAMILY_BYTES) {
            return Constants.AF_UNSPEC;
        }
        return HAS_LENGTH ? memory.get(JAVA_BYTE, 1) : memory.get(JAVA_SHORT, 0);
    }

    /**
     * The address as a host and a port.
     *
     * @return the address; an IPv4-mapped IPv6 address becomes an IPv4 address
     * @throws IllegalStateException if the domain is neither AF_INET nor AF_INET6
     */
    public InetSocketAddress inet() {
        int port = Short.toUnsignedInt(memory.get(Layouts.NETWORK_SHORT, PORT));
        try {
            if (family() == Constants.AF_INET) {
                byte[] bytes = memory.asSlice(ADDRESS_IPV4, 4).toArray(JAVA_BYTE);
                return new InetSocketAddress(InetAddress.getByAddress(bytes), port);
            }
            if (family() == Constants.AF_INET6) {
                byte[] bytes = memory.asSlice(ADDRESS_IPV6, 16).toArray(JAVA_BYTE);
                int scope = memory.get(JAVA_INT, SCOPE);
                return new InetSocketAddress(
                        scope == 0 ? InetAddress.getByAddress(bytes) : Inet6Address.getByAddress("", bytes, scope),
                        port);
            }
        } catch (UnknownHostException e) {
            throw new AssertionError("4 and 16 bytes are addresses", e);
        }
        throw new IllegalStateException("the address is not of AF_INET or AF_INET6 but of domain " + family());
    }

    /**
     * The address as a name in the domain AF_UNIX.
     *
     * @return a path without the NUL at its end, an abstract name with the NUL before it, or empty for no name
     */
    public byte[] unixName() {
        int bytes = Math.max(0, length() - (int) PATH);
        byte[] name = memory.asSlice(PATH, bytes).toArray(JAVA_BYTE);
        if (bytes == 0 || name[0] == 0) {
            return name;
        }
        int end = 0;
        while (end < bytes && name[end] != 0) {
            end++;
        }
        return Arrays.copyOf(name, end);
    }

    /**
     * The machine of an address in the domain AF_VSOCK.
     *
     * @return its context identifier
     */
    public int vsockCid() {
        return memory.get(JAVA_INT, VM_CID);
    }

    /**
     * The port of an address in the domain AF_VSOCK.
     *
     * @return the port, all 32 bits of it
     */
    public int vsockPort() {
        return memory.get(JAVA_INT, VM_PORT);
    }
}
