package dev.ipcdemo.launch;

import java.util.List;

/** Says that it is there, and then waits for nothing that could ever come; only the end of its starter ends it. */
public final class DeafTask implements Task {

    /** The task's name. */
    static final String NAME = "deaf";

    /** Called by {@link java.util.ServiceLoader}. */
    public DeafTask() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void run(Link link, List<String> arguments) throws Exception {
        link.send(List.of("here"));
        Thread.currentThread().join(); // for itself, and so for ever
    }
}
