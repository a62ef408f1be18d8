package dev.ipcdemo.relay.capture;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A file in the format <a href="https://www.ietf.org/archive/id/draft-ietf-opsawg-pcapng-02.html">pcapng</a>, with one
 * interface whose packets are of the type that Wireshark calls exported PDUs: a few tags, and the bytes. For many threads.
 */
final class PcapngFile implements Closeable {

    private static final int SECTION_HEADER = 0x0a0d0d0a;
    private static final int INTERFACE_DESCRIPTION = 1;
    private static final int ENHANCED_PACKET = 6;
    private static final int LINKTYPE_WIRESHARK_UPPER_PDU = 252;
    private static final int OPT_COMMENT = 1;
    private static final int IF_TSRESOL = 9;
    private static final byte NANOSECONDS = 9;
    private static final int MOST_COMMENT_BYTES = 1024;

    /** So that it is soon known when the disk is full, also where little passes. */
    private static final long FLUSH_EVERY_NS = TimeUnit.SECONDS.toNanos(1);

    private final Path file;
    private final OutputStream channel;
    private final OutputStream out;
    private long flushedNs; // guarded by this
    private boolean isBroken; // guarded by this

    private PcapngFile(Path file, OutputStream channel) {
        this.file = file;
        this.channel = channel;
        this.out = new BufferedOutputStream(channel, 1 << 16);
    }

    /** Creates or overwrites a file, and writes its headers. */
    static PcapngFile create(Path file) throws IOException {
        return create(file, Files.newOutputStream(file));
    }

    /** Writes headers, and later all else, to a stream that leads to the file. */
    static PcapngFile create(Path file, OutputStream channel) throws IOException {
        PcapngFile created = new PcapngFile(file, channel);
        try {
            created.writeHeaders();
            return created;
        } catch (IOException e) {
            throw created.broken(e);
        }
    }

    /** What is left in the buffer would follow on a part of itself, so it is not written anymore. */
    private synchronized IOException broken(IOException failure) {
        isBroken = true;
        try {
            channel.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
        return named(failure);
    }

    /** A stream's failure does not say of which file it is. */
    private IOException named(IOException failure) {
        FileSystemException named = new FileSystemException(file.toString(), null, failure.getMessage());
        named.initCause(failure);
        return named;
    }

    private void writeHeaders() throws IOException {
        ByteBuffer section = body(16).putInt(0x1a2b3c4d).putShort((short) 1).putShort((short) 0);
        writeBlock(SECTION_HEADER, section.putLong(-1)); // the section's length is not known
        ByteBuffer description =
                body(20).putShort((short) LINKTYPE_WIRESHARK_UPPER_PDU).putShort((short) 0);
        description.putInt(0); // no limit of a packet's length
        description
                .putShort((short) IF_TSRESOL)
                .putShort((short) 1)
                .put(NANOSECONDS)
                .put(new byte[3]);
        writeBlock(INTERFACE_DESCRIPTION, description.putInt(0));
        out.flush();
    }

    /**
     * Adds a packet.
     *
     * @param timeNs since 1970
     * @param tags what stands before its bytes
     * @param bytes its bytes
     * @param comment empty for none
     */
    synchronized void write(long timeNs, ByteBuffer tags, ByteBuffer bytes, String comment) throws IOException {
        byte[] words = comment.getBytes(StandardCharsets.UTF_8);
        int wordsLength = Math.min(words.length, MOST_COMMENT_BYTES);
        int length = tags.remaining() + bytes.remaining();
        int optionsLength = wordsLength == 0 ? 0 : 8 + padded(wordsLength);
        ByteBuffer packet = body(20 + padded(length) + optionsLength)
                .putInt(0)
                .putInt((int) (timeNs >>> 32))
                .putInt((int) timeNs)
                .putInt(length)
                .putInt(length)
                .put(tags)
                .put(bytes);
        packet.position(20 + padded(length));
        if (wordsLength > 0) {
            packet.putShort((short) OPT_COMMENT).putShort((short) wordsLength).put(words, 0, wordsLength);
            packet.position(packet.limit() - 4);
            packet.putInt(0); // the end of the options
        }
        if (isBroken) {
            return; // another thread was told
        }
        try {
            writeBlock(ENHANCED_PACKET, packet);
            if (timeNs - flushedNs >= FLUSH_EVERY_NS) {
                out.flush();
                flushedNs = timeNs;
            }
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private static ByteBuffer body(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int padded(int length) {
        return (length + 3) & ~3;
    }

    /** The length stands at both ends, so that a reader can go backwards. */
    private void writeBlock(int type, ByteBuffer body) throws IOException {
        int length = 12 + body.capacity();
        out.write(body(8).putInt(type).putInt(length).array());
        out.write(body.array());
        out.write(body(4).putInt(length).array());
    }

    @Override
    public synchronized void close() throws IOException {
        if (isBroken) {
            return;
        }
        try {
            out.flush();
            channel.close();
        } catch (IOException e) {
            throw broken(e);
        }
    }
}
