package dev.ipcdemo.cli.terminal;

import dev.ipcdemo.sockets.Printable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Shows at a terminal what a peer sends as UTF-8, in lines, with tabs, and without anything else that could steer it. */
public final class PrintableOutput extends FilterOutputStream {

    private static final int MOST_BYTES_OF_A_CHARACTER = 4;

    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);

    /** The beginning of a character whose end has not come yet. */
    private ByteBuffer beginning = ByteBuffer.allocate(0);

    /** A carriage return that was last, so that what follows may make it the end of a line; or nothing. */
    private String end = "";

    /**
     * Makes what is written to it printable.
     *
     * @param out gets the printable text
     */
    public PrintableOutput(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        ByteBuffer in = ByteBuffer.allocate(beginning.remaining() + count)
                .put(beginning)
                .put(bytes, from, count)
                .flip();
        CharBuffer text = CharBuffer.allocate(in.remaining() + MOST_BYTES_OF_A_CHARACTER);
        decoder.decode(in, text, false);
        beginning = in.slice();
        String all = end + text.flip();
        end = all.endsWith("\r") ? "\r" : "";
        String shown = Arrays.stream(all.substring(0, all.length() - end.length())
                        .replace("\r\n", "\n")
                        .split("\n", -1))
                .map(PrintableOutput::line)
                .collect(Collectors.joining("\n"));
        out.write(shown.getBytes(StandardCharsets.UTF_8));
    }

    private static String line(String text) {
        return Arrays.stream(text.split("\t", -1)).map(Printable::text).collect(Collectors.joining("\t"));
    }
}
