package dev.ipcdemo.launch;

import java.util.List;

/** Sends its arguments, and then back whatever it receives, until the end. */
public final class EchoTask implements Task {

    /** The task's name. */
    static final String NAME = "echo-messages";

    /** Called by {@link java.util.ServiceLoader}. */
    public EchoTask() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void run(Link link, List<String> arguments) throws Exception {
        link.send(arguments);
        System.out.println("what a task prints is no message");
        List<String> message = link.receive();
        while (!message.isEmpty() && !message.get(0).equals("end")) {
            link.send(message);
            message = link.receive();
        }
    }
}
