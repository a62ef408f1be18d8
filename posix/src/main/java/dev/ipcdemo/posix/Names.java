package dev.ipcdemo.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ipcdemo.posix.Posix.AddressInfo;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;

/** The calls that look up names of hosts. */
final class Names {

    private static final int HOST_NAME_BYTES = 256;

    private static final MethodHandle GETHOSTNAME =
            Kernel.downcall("gethostname", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle GETADDRINFO =
            Kernel.downcall("getaddrinfo", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
    private static final MethodHandle FREEADDRINFO =
            Kernel.downcall("freeaddrinfo", FunctionDescriptor.ofVoid(ADDRESS));
    private static final MethodHandle GAI_STRERROR =
            Kernel.downcall("gai_strerror", FunctionDescriptor.of(ADDRESS, JAVA_INT));

    private Names() {}

    static String hostName() throws PosixException {
        CallState state = CallState.current();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocate(HOST_NAME_BYTES);
            int returned;
            try {
                returned = (int) GETHOSTNAME.invokeExact(state.captured, name, name.byteSize());
            } catch (Throwable e) {
                throw Kernel.unexpected(e);
            }
            if (returned < 0) {
                throw new PosixException("gethostname", state.errno());
            }
            return name.getString(0);
        }
    }

    static List<AddressInfo> lookup(String host, String service, int flags, int domain, int type)
            throws AddressInfoException {
        MemorySegment captured = CallState.current().captured;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment hints = arena.allocate(Layouts.ADDRINFO);
            set(hints, "ai_flags", flags);
            set(hints, "ai_family", domain);
            set(hints, "ai_socktype", type);
            MemorySegment first = arena.allocate(ADDRESS);
            int error;
            try {
                error = (int) GETADDRINFO.invokeExact(captured, text(host, arena), text(service, arena), hints, first);
            } catch (Throwable e) {
                throw Kernel.unexpected(e);
            }
            if (error != 0) {
                throw new AddressInfoException(error, explain(error));
            }
            return readAndFree(first.get(ADDRESS, 0));
        }
    }

    private static void set(MemorySegment hints, String member, int value) {
        hints.set(JAVA_INT, Layouts.offset(Layouts.ADDRINFO, member), value);
    }

    private static MemorySegment text(String text, SegmentAllocator allocator) {
        return text.isEmpty() ? MemorySegment.NULL : allocator.allocateFrom(text);
    }

    @SuppressWarnings("restricted") // the list is as getaddrinfo(3) describes it
    private static List<AddressInfo> readAndFree(MemorySegment list) {
        List<AddressInfo> found = new ArrayList<>();
        for (MemorySegment each = list; each.address() != 0; ) {
            MemorySegment info = each.reinterpret(Layouts.ADDRINFO.byteSize());
            int length = get(info, "ai_addrlen");
            MemorySegment address = pointer(info, "ai_addr").reinterpret(length);
            SocketAddressBuffer copy = new SocketAddressBuffer();
            copy.segment().copyFrom(address);
            copy.length(length);
            found.add(
                    new AddressInfo(get(info, "ai_family"), get(info, "ai_socktype"), get(info, "ai_protocol"), copy));
            each = pointer(info, "ai_next");
        }
        try {
            FREEADDRINFO.invokeExact(CallState.current().captured, list);
        } catch (Throwable e) {
            throw Kernel.unexpected(e);
        }
        return found;
    }

    private static int get(MemorySegment info, String member) {
        return info.get(JAVA_INT, Layouts.offset(Layouts.ADDRINFO, member));
    }

    private static MemorySegment pointer(MemorySegment info, String member) {
        return info.get(ADDRESS, Layouts.offset(Layouts.ADDRINFO, member));
    }

    @SuppressWarnings("restricted") // gai_strerror returns a string that ends with a NUL
    private static String explain(int error) {
        try {
            MemorySegment text = (MemorySegment) GAI_STRERROR.invokeExact(CallState.current().captured, error);
            return text.reinterpret(Long.MAX_VALUE).getString(0);
        } catch (Throwable e) {
            throw Kernel.unexpected(e);
        }
    }
}
