package dev.ipcdemo.cli.terminal;

import java.io.File;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Standard input that waits where its descriptor does not block. For one thread, which nobody interrupts.
 *
 * <p>A JVM that was started with standard input closed has opened one of its own files in its place. {@code bin/ipc-demo} sees
 * to it that this does not happen; somebody who calls {@code java} may not.
 */
public final class StandardInput extends InputStream {

    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final FileChannel channel = new FileInputStream(FileDescriptor.in).getChannel();

    private StandardInput() {}

    public static StandardInput open() throws IOException {
        Path descriptor = Path.of("/proc/self/fd/0");
        if (Files.isRegularFile(descriptor) && isOfTheJvm(descriptor.toRealPath())) {
            throw new IOException("standard input is closed; '</dev/null' sends nothing");
        }
        return new StandardInput();
    }

    private static boolean isOfTheJvm(Path file) throws IOException {
        return file.startsWith(Path.of(System.getProperty("java.home")).toRealPath())
                || file.toString().endsWith(".jsa")
                || Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                        .anyMatch(entry -> file.endsWith(Path.of(entry).getFileName()));
    }

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
