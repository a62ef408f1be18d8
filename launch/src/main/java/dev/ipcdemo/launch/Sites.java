package dev.ipcdemo.launch;

import dev.ipcdemo.demo.spi.Scope;
import java.io.Closeable;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The sites of a command, each set up when it is first needed. For one thread. */
public final class Sites implements Closeable {

    private final Optional<String> imageBase;
    private final Map<Scope, Site> open = new EnumMap<>(Scope.class);

    /**
     * Sets up nothing yet.
     *
     * @param imageBase for containers, a named image to start from rather than a runtime made from this host's
     */
    public Sites(Optional<String> imageBase) {
        this.imageBase = imageBase;
    }

    /**
     * The site of a scope.
     *
     * @param scope how far away its peers are
     * @return the site, to be closed by {@link #close} only
     * @throws IOException if it cannot be set up; the message says what is missing
     */
    public Site of(Scope scope) throws IOException {
        Site site = open.get(scope);
        if (site == null) {
            site = scope == Scope.CROSS_HOST ? ContainerSite.open(imageBase) : new LocalSite(scope);
            open.put(scope, site);
        }
        return site;
    }

    /** Removes what was set up. */
    @Override
    public void close() {
        open.values().forEach(Site::close);
    }
}
