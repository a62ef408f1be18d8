package dev.ipcdemo.launch;

import java.util.ServiceLoader;

/** The tasks on the class path. */
final class Tasks {

    private Tasks() {}

    static Task byName(String name) {
        return ServiceLoader.load(Task.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(task -> task.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no task '" + name + "'"));
    }
}
