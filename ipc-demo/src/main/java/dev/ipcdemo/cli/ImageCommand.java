package dev.ipcdemo.cli;

import dev.ipcdemo.cli.option.ImageNameConverter;
import dev.ipcdemo.launch.container.BuildContext;
import dev.ipcdemo.launch.container.Engine;
import dev.ipcdemo.launch.container.EngineClient;
import dev.ipcdemo.launch.container.Image;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The image that {@code --scope cross-host} uses, for use elsewhere. */
@Command(
        name = "image",
        description = {
            "Make the container image that the scope cross-host uses, and print its name.",
            "",
            "It holds a Java runtime, linked from this host's JDK, and ipc-demo; its entry point is ipc-demo. Nothing is"
                    + " downloaded.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ipc-demo image --tag ipc-demo:local",
            "  docker run --rm --read-only --tmpfs /tmp:exec ipc-demo:local families"
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:the engine has it", "1:it could not be made", "2:wrong usage"})
final class ImageCommand implements Callable<Integer> {

    @Option(
            names = "--tag",
            paramLabel = "NAME",
            converter = ImageNameConverter.class,
            description = "A further name for it, as in ipc-demo:local.")
    private Optional<String> tag = Optional.empty();

    @Option(
            names = "--image-base",
            paramLabel = "IMAGE",
            description = "Make it from this image, which has Java on its path, instead of from this host's JDK.")
    private Optional<String> imageBase = Optional.empty();

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    /** Made by picocli. */
    ImageCommand() {}

    @Override
    public Integer call() throws IOException {
        EngineClient.require();
        try (Engine engine = Engine.open()) {
            BuildContext context = imageBase.isPresent()
                    ? BuildContext.onBase(imageBase.get())
                    : BuildContext.fromJdk(Path.of(System.getProperty("java.home")));
            Image image = Image.ensure(engine, context);
            if (tag.isPresent()) {
                image.nameAlso(engine, tag.get());
            }
            spec.commandLine().getOut().println(tag.orElse(image.tag()));
        }
        return 0;
    }
}
