package dev.ipcdemo.launch;

import java.util.ServiceLoader;

/**
 * What a worker does. It is listed in {@code META-INF/services/dev.ipcdemo.launch.Task} and has a public constructor
 * without arguments, so that a worker in another JVM can find it by its name.
 */
public interface Task {

    /**
     * The name to start it by.
     *
     * @return lower-case
     */
    String name();

    /**
     * Runs the task. What it needs to know, it receives over the link.
     *
     * @param link the link to the starter; the caller closes it
     * @throws Exception if it fails; a failure that the starter must know about is a message of the task's own
     */
    void run(Link link) throws Exception;

    /**
     * Finds a task on the class path.
     *
     * @param name its name
     * @return the task
     * @throws IllegalArgumentException if there is none of that name
     */
    static Task byName(String name) {
        return ServiceLoader.load(Task.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(task -> task.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no task '" + name + "'"));
    }
}
