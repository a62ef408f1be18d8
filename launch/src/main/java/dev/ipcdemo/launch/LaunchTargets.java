package dev.ipcdemo.launch;

import dev.ipcdemo.demo.spi.Scope;
import dev.ipcdemo.launch.container.EngineClient;
import java.io.Closeable;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The launch target of each scope, set up when it is first needed. For one thread. */
public final class LaunchTargets implements Closeable {

    private final Optional<String> imageBase;
    private final Map<Scope, LaunchTarget> open = new EnumMap<>(Scope.class);

    /**
     * Sets up nothing yet.
     *
     * @param imageBase the image that containers start from; without one, their runtime is made from this host's JDK
     */
    public LaunchTargets(Optional<String> imageBase) {
        this.imageBase = imageBase;
    }

    /**
     * The target of a scope.
     *
     * @param scope how far away its workers are
     * @return the target, which {@link #close} closes
     * @throws IOException if it cannot be set up; the message says what is missing
     */
    public LaunchTarget of(Scope scope) throws IOException {
        LaunchTarget target = open.get(scope);
        if (target == null) {
            target = scope == Scope.CROSS_HOST ? containers() : new LocalTarget(scope);
            open.put(scope, target);
        }
        return target;
    }

    private LaunchTarget containers() throws IOException {
        EngineClient.require();
        return ContainerTarget.open(imageBase);
    }

    /** Removes what was set up. */
    @Override
    public void close() {
        open.values().forEach(LaunchTarget::close);
    }
}
