package dev.ipcdemo.posix.demo;

import static dev.ipcdemo.posix.Constants.MSG_PEEK;
import static dev.ipcdemo.posix.Constants.MSG_TRUNC;
import static dev.ipcdemo.posix.Constants.SOCK_DGRAM;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.ipcdemo.demo.spi.Stage;
import dev.ipcdemo.posix.MessageBuffer;
import dev.ipcdemo.posix.Posix;
import java.nio.ByteBuffer;

/** Looking at a message before it is taken, and being told that it was cut off. */
public final class PeekDemo extends CallDemo {

    private static final String MESSAGE = "a message of some length";

    /** Called by {@link java.util.ServiceLoader}. */
    public PeekDemo() {
        super("peek", "how long is the next message, and was the last one cut off?", "posix+unixgram");
    }

    @Override
    void run(Stage stage, ShownCalls calls) throws Exception {
        int[] pair = calls.pair(SOCK_DGRAM);
        calls.send("a", pair[0], MESSAGE);
        calls.send("a", pair[0], "short");
        int length = stage.call(
                "b: recv(0, MSG_PEEK | MSG_TRUNC)",
                () -> Posix.recv(pair[1], ByteBuffer.allocateDirect(0), MSG_PEEK | MSG_TRUNC));
        stage.claim(
                length == MESSAGE.length(),
                "MSG_PEEK leaves the message in the queue, and MSG_TRUNC tells its real length: " + length + " bytes.");
        String whole = calls.recv("b", pair[1], length, 0, "");
        stage.claim(whole.equals(MESSAGE), "A buffer of just that size received it whole.");
        MessageBuffer small = new MessageBuffer(3, 0);
        stage.call(
                "b: recvmsg(3)",
                () -> Posix.recvmsg(pair[1], small, 0),
                bytes -> bytes + " \"" + US_ASCII.decode(small.data().duplicate()) + "\""
                        + ((small.flags() & MSG_TRUNC) != 0 ? ", MSG_TRUNC" : ""));
        stage.claim(
                (small.flags() & MSG_TRUNC) != 0, "recvmsg says by MSG_TRUNC that the rest of the message is lost.");
        calls.shutdown("a", pair[0]);
        calls.closeAll();
        stage.conclude(
                "The kernel knows what the JDK's channels do not pass on: that a message was cut off, and how long it"
                        + " is. Without that, use a buffer one byte larger than the largest message (see the demo truncation).");
    }
}
