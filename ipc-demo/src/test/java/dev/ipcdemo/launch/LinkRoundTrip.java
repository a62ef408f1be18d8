package dev.ipcdemo.launch;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** A message through the bytes that a link between processes carries. */
public final class LinkRoundTrip {

    private LinkRoundTrip() {}

    /** What the other end receives. */
    public static List<String> over(List<String> message) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Link sender = new StreamLink(InputStream.nullInputStream(), bytes)) {
            sender.send(message);
        }
        try (Link receiver = new StreamLink(new ByteArrayInputStream(bytes.toByteArray()), bytes)) {
            return receiver.receive();
        }
    }
}
