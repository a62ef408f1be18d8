package dev.ipcdemo.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;

/** What a thread needs for its calls, so that a call allocates nothing: where errno goes, and the addresses of buffers. */
final class CallState {

    static final Linker.Option CAPTURE_ERRNO = Linker.Option.captureCallState("errno");

    private static final StructLayout CAPTURED = Linker.Option.captureStateLayout();
    private static final long ERRNO = CAPTURED.byteOffset(PathElement.groupElement("errno"));
    private static final int BUFFERS = 4;
    private static final int COPY_BYTES = 1 << 16;

    private static final ThreadLocal<CallState> CURRENT = ThreadLocal.withInitial(CallState::new);

    /** Passed to each call, which writes errno there. */
    final MemorySegment captured = Arena.ofAuto().allocate(CAPTURED);

    private final Known[] known = new Known[BUFFERS];
    private int next;
    private MemorySegment copy = MemorySegment.NULL;

    private CallState() {}

    /** A direct buffer that was used before, and the segment of its whole memory. */
    private static final class Known extends WeakReference<ByteBuffer> {

        final MemorySegment segment;
        final MemorySegment.Scope scope;
        final long address;

        Known(ByteBuffer buffer) {
            super(buffer);
            segment = MemorySegment.ofBuffer(buffer.duplicate().clear());
            scope = segment.scope();
            address = segment.address();
        }
    }

    static CallState current() {
        return CURRENT.get();
    }

    int errno() {
        return captured.get(JAVA_INT, ERRNO);
    }

    /** The address of the first byte of a direct buffer. Keep the buffer reachable while it is used. */
    long address(ByteBuffer buffer) {
        for (Known each : known) {
            if (each != null && each.refersTo(buffer)) {
                if (!each.scope.isAlive()) {
                    throw new IllegalStateException("the memory of the buffer has been freed");
                }
                return each.address;
            }
        }
        Known added = new Known(buffer);
        known[next] = added;
        next = (next + 1) % BUFFERS;
        return added.address;
    }

    /** Native memory to copy a heap buffer to or from; the same at each call, unless more is needed. */
    MemorySegment copy(int bytes) {
        if (bytes > COPY_BYTES) {
            return Arena.ofAuto().allocate(bytes);
        }
        if (copy.byteSize() == 0) {
            copy = Arena.ofAuto().allocate(COPY_BYTES);
        }
        return copy;
    }
}
