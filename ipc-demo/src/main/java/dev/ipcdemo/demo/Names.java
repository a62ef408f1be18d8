package dev.ipcdemo.demo;

import dev.ipcdemo.sockets.Endpoint;
import dev.ipcdemo.sockets.Endpoint.AnyName;
import dev.ipcdemo.sockets.Endpoint.PathName;

/** Endpoints as a timeline shows them: as a C program's arguments would read, without the scheme that the title names. */
final class Names {

    private Names() {}

    static String peer(Endpoint endpoint) {
        if (endpoint.name() instanceof AnyName) {
            return "unnamed";
        }
        String name = endpoint.name().toString();
        return name.startsWith("//") ? name.substring(2) : name;
    }

    static String place(Endpoint endpoint) {
        return endpoint.name() instanceof AnyName ? "any" : peer(endpoint);
    }

    /** What closing a bound socket does beside close(2). */
    static String closing(Endpoint bound) {
        return bound.name() instanceof PathName ? "unlink + close" : "";
    }
}
