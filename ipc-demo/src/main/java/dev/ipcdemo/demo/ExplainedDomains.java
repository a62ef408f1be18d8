package dev.ipcdemo.demo;

import dev.ipcdemo.sockets.Domain;
import dev.ipcdemo.sockets.Transport;
import java.util.EnumSet;
import java.util.Set;

/** The domains about which the demos have something to say, where what happens depends on the domain. */
final class ExplainedDomains {

    private static final Set<Domain> EXPLAINED = EnumSet.of(Domain.AF_INET, Domain.AF_INET6, Domain.AF_UNIX);

    private ExplainedDomains() {}

    /** Whether a transport's sockets are in these domains. */
    static boolean include(Transport transport) {
        return EXPLAINED.containsAll(transport.domains());
    }
}
