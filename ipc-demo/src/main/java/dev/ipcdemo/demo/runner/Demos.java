package dev.ipcdemo.demo.runner;

import dev.ipcdemo.demo.spi.Demo;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** The demos on the class path: those that every family shares, and each family's own. */
public final class Demos {

    private Demos() {}

    /**
     * All of them.
     *
     * @return ordered by name, with echo, where one begins, first
     */
    public static List<Demo> all() {
        return ServiceLoader.load(Demo.class).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing((Demo demo) -> !demo.name().equals("echo"))
                        .thenComparing(Demo::name))
                .toList();
    }

    /**
     * The demo of a name.
     *
     * @param name its name
     * @return the demo
     * @throws IllegalArgumentException if there is none; the message lists those there are
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
