package dev.ipcdemo.families;

/** The types of socket(2), with the numbers that Linux, macOS and the BSDs give them. */
public enum KnownType {
    /** Connected; a stream of bytes. */
    SOCK_STREAM(1),
    /** Not connected; messages. */
    SOCK_DGRAM(2),
    /** What the domain itself carries, with nothing added. */
    SOCK_RAW(3),
    /** Connected; messages. */
    SOCK_SEQPACKET(5);

    private final int number;

    KnownType(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
