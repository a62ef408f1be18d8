package dev.ipcdemo.demo.runner;

import dev.ipcdemo.demo.spi.Demo;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** The demos on the class path: those that all families share, and each family's own. */
public final class Demos {

    private Demos() {}

    /**
     * All demos.
     *
     * @return echo, the one to begin with, then the others by name
     */
    public static List<Demo> all() {
        return ServiceLoader.load(Demo.class).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing((Demo demo) -> !demo.name().equals("echo"))
                        .thenComparing(Demo::name))
                .toList();
    }

    /**
     * Finds a demo.
     *
     * @param name its name
     * @return the demo
     * @throws IllegalArgumentException if there is no such demo; the message lists the demos
     */
    public static Demo byName(String name) {
        List<Demo> all = all();
        return all.stream()
                .filter(demo -> demo.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no demo '" + name + "'; choose from "
                        + all.stream().map(Demo::name).collect(Collectors.joining(", "))));
    }
}
