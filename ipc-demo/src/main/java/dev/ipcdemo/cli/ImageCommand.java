package dev.ipcdemo.cli;

import dev.ipcdemo.cli.file.OutputFiles;
import dev.ipcdemo.cli.option.HelpOption;
import dev.ipcdemo.cli.option.ImageNameConverter;
import dev.ipcdemo.files.PrivateDirectory;
import dev.ipcdemo.launch.container.BuildContext;
import dev.ipcdemo.launch.container.Engine;
import dev.ipcdemo.launch.container.EngineClient;
import dev.ipcdemo.launch.container.Image;
import dev.ipcdemo.launch.container.ImageArchive;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The image that {@code --scope cross-host} uses, for use elsewhere. */
@Command(
        name = "image",
        description = {
            "Make the container image that the scope cross-host uses, and print its name.",
            "",
            "It holds a Java runtime, linked from this host's JDK, and ipc-demo; its entry point is ipc-demo. Nothing is"
                    + " downloaded. The engine gets it, unless --save or --load-into says who else does: neither"
                    + " needs an engine here, except with --image-base.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ipc-demo image --tag ipc-demo:local",
            "  ipc-demo image --tag ipc-demo:local --save ipc-demo.tar",
            "  ipc-demo image --tag ipc-demo:local --load-into unix:///run/podman/podman.sock",
            "  docker run --rm --read-only --tmpfs /tmp:exec ipc-demo:local families"
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:the engine has it, or the file is written", "1:it could not be made", "2:wrong usage"})
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
            converter = ImageNameConverter.Existing.class,
            description = "Make it from this image, which has Java on its path, instead of from this host's JDK.")
    private Optional<String> imageBase = Optional.empty();

    @Option(
            names = "--save",
            paramLabel = "FILE",
            description = "Write it to a file that docker load, podman load and ctr images import take.")
    private Optional<Path> save = Optional.empty();

    @Option(
            names = "--load-into",
            paramLabel = "ADDRESS",
            description = "Load it into the engine at this address, written as in DOCKER_HOST.")
    private Optional<URI> loadInto = Optional.empty();

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    /** Made by picocli. */
    ImageCommand() {}

    @Override
    public Integer call() throws IOException {
        requireWritable();
        EngineClient.require();
        BuildContext context = imageBase.isPresent()
                ? BuildContext.onBase(imageBase.get())
                : BuildContext.fromJdk(Path.of(System.getProperty("java.home")));
        String name = save.isEmpty() && loadInto.isEmpty() ? build(context, Optional.empty()) : deliver(context);
        spec.commandLine().getOut().println(name);
        return 0;
    }

    private void requireWritable() {
        OutputFiles files = OutputFiles.notOnOutput(); // the name of the image is there
        files.add("--save", save);
        files.obstacle(Map.of()).ifPresent(obstacle -> {
            throw new ParameterException(spec.commandLine(), obstacle);
        });
    }

    /** Has the engine build it, and writes what the engine has to a file if one is given. Returns its name. */
    private String build(BuildContext context, Optional<Path> file) throws IOException {
        try (Engine engine = Engine.open()) {
            Image image = Image.ensure(engine, context);
            if (tag.isPresent()) {
                image.nameAlso(engine, tag.get());
            }
            String name = tag.orElse(image.tag());
            if (file.isPresent()) {
                image.save(engine, name, file.get());
            }
            return name;
        }
    }

    private String deliver(BuildContext context) throws IOException {
        try (PrivateDirectory directory = PrivateDirectory.create()) {
            Path file = directory.path().resolve("image.tar");
            String name =
                    imageBase.isPresent() ? build(context, Optional.of(file)) : ImageArchive.write(context, tag, file);
            if (loadInto.isPresent()) {
                try (Engine other = Engine.at(loadInto.get())) {
                    ImageArchive.load(file, other);
                }
            }
            if (save.isPresent()) {
                Files.copy(file, save.get(), StandardCopyOption.REPLACE_EXISTING);
            }
            return name;
        }
    }
}
