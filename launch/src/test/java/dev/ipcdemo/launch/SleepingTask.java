package dev.ipcdemo.launch;

/** Sends one message, and then sleeps until its starter ends it. */
public final class SleepingTask implements Task {

    /** The task's name. */
    static final String NAME = "sleep";

    /** Called by {@link java.util.ServiceLoader}. */
    public SleepingTask() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void run(Link link) throws Exception {
        link.send(new byte[] {1});
        Thread.currentThread().join(); // waits for itself
    }
}
