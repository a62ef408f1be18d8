package dev.ipcdemo.launch;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Sends back whatever it receives, until the end, or until it is told to end or to fail. */
public final class EchoTask implements Task {

    /** The task's name. */
    static final String NAME = "echo-messages";

    static final byte[] END = bytes("end");
    static final byte[] FAIL = bytes("fail");

    /** Called by {@link java.util.ServiceLoader}. */
    public EchoTask() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void run(Link link) throws Exception {
        System.out.println("what a task prints is not a message");
        for (Optional<byte[]> next = link.receive(); next.isPresent(); next = link.receive()) {
            String text = new String(next.get(), StandardCharsets.UTF_8);
            if (text.equals("end")) {
                return;
            }
            if (text.equals("fail")) {
                throw new IllegalStateException("told to fail");
            }
            link.send(next.get());
        }
    }
}
