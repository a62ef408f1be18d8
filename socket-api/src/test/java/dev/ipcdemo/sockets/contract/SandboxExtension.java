package dev.ipcdemo.sockets.contract;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ipcdemo.sockets.Availability;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test a {@link Sandbox}, or skips the test where the transport does not work, and cleans up afterwards.
 */
final class SandboxExtension implements BeforeEachCallback, ParameterResolver, AfterEachCallback {

    private static final Namespace NAMESPACE = Namespace.create(SandboxExtension.class);

    @Override
    public void beforeEach(ExtensionContext context) {
        Availability availability = contract(context).availability();
        assumeTrue(availability.isAvailable(), availability::toString);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return Sandbox.class.isAssignableFrom(parameter.getParameter().getType());
    }

    @Override
    public Sandbox resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Sandbox sandbox = parameter.getParameter().getType() == PacketSandbox.class
                ? new PacketSandbox((PacketContract) contract(context))
                : parameter.getParameter().getType() == StreamSandbox.class
                        ? new StreamSandbox((StreamContract) contract(context))
                        : new Sandbox(contract(context));
        context.getStore(NAMESPACE).put(Sandbox.class, sandbox);
        return sandbox;
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        Optional<Sandbox> sandbox =
                Optional.ofNullable(context.getStore(NAMESPACE).remove(Sandbox.class, Sandbox.class));
        if (sandbox.isPresent()) {
            sandbox.get().leave();
        }
    }

    private static TransportContract contract(ExtensionContext context) {
        return (TransportContract) context.getRequiredTestInstance();
    }
}
