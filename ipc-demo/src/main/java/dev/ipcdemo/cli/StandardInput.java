package dev.ipcdemo.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Standard input that waits where its descriptor does not block. For one thread, which nobody interrupts. */
final class StandardInput extends InputStream {

    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final FileChannel channel = new FileInputStream(FileDescriptor.in).getChannel();

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
        int count = channel.read(buffer);
        while (count == 0 && length > 0) { // EAGAIN
            LockSupport.parkNanos(PAUSE_NS);
            count = channel.read(buffer);
        }
        return count;
    }
}
