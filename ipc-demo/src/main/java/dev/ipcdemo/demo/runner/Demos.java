package dev.ipcdemo.demo.runner;

import dev.ipcdemo.demo.spi.Demo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** The demos on the class path: those that all families share, and each family's own. */
public final class Demos {

    private Demos() {}

    /** Those that this JVM can load, and whether there are others, whose classes are for a newer Java. */
    private record Found(List<Demo> demos, boolean hasOthers) {}

    private static Found find() {
        List<Demo> demos = new ArrayList<>();
        boolean hasOthers = false;
        Iterator<Demo> providers = ServiceLoader.load(Demo.class).iterator();
        while (true) {
            try {
                if (!providers.hasNext()) {
                    break;
                }
                demos.add(providers.next());
            } catch (UnsupportedClassVersionError forNewerJava) {
                hasOthers = true; // and the next call goes on with the provider after it
            }
        }
        demos.sort(
                Comparator.comparing((Demo demo) -> !demo.name().equals("echo")).thenComparing(Demo::name));
        return new Found(List.copyOf(demos), hasOthers);
    }

    /**
     * All demos that this JVM can load; the classes of some are for a newer Java than the rest.
     *
     * @return echo, the one to begin with, then the others by name
     */
    public static List<Demo> all() {
        return find().demos();
    }

    /**
     * Finds a demo.
     *
     * @param name its name
     * @return the demo
     * @throws IllegalArgumentException if there is no such demo; the message lists the demos
     */
    public static Demo byName(String name) {
        Found found = find();
        return found.demos().stream()
                .filter(demo -> demo.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no demo '" + name + "'; choose from "
                        + found.demos().stream().map(Demo::name).collect(Collectors.joining(", "))
                        + (found.hasOthers()
                                ? "; others need a newer Java than "
                                        + Runtime.version().feature()
                                : "")));
    }
}
