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

/** Gives each test its {@link Stage}, or skips it where the transport does not work, and clears the stage afterwards. */
final class StageExtension implements BeforeEachCallback, ParameterResolver, AfterEachCallback {

    private static final Namespace NAMESPACE = Namespace.create(StageExtension.class);

    @Override
    public void beforeEach(ExtensionContext context) {
        Availability availability = contract(context).availability();
        assumeTrue(availability.isAvailable(), availability::toString);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return Stage.class.isAssignableFrom(parameter.getParameter().getType());
    }

    @Override
    public Stage resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Stage stage = parameter.getParameter().getType() == PacketStage.class
                ? new PacketStage((PacketContract) contract(context))
                : parameter.getParameter().getType() == StreamStage.class
                        ? new StreamStage((StreamContract) contract(context))
                        : new Stage(contract(context));
        context.getStore(NAMESPACE).put(Stage.class, stage);
        return stage;
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        Optional<Stage> stage = Optional.ofNullable(context.getStore(NAMESPACE).remove(Stage.class, Stage.class));
        if (stage.isPresent()) {
            stage.get().leave();
        }
    }

    private static TransportContract contract(ExtensionContext context) {
        return (TransportContract) context.getRequiredTestInstance();
    }
}
