package dev.ipcdemo.launch.container;

import com.github.dockerjava.api.model.Info;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the user ids in an engine's containers are numbered outside of them. They are the same, unless the engine was started
 * with {@code userns-remap}: the options of a mount are in the host's ids then, and a tmpfs with the container's user as
 * its owner would belong to somebody else.
 *
 * @param firstId the host's number of the containers' user 0
 */
record UserNamespace(long firstId) {

    private static final String REMAPPED = "name=userns";

    /** dockerd keeps what belongs to a mapping in a directory of its own, named after it, as in 165536.165536. */
    private static final Pattern DIRECTORY = Pattern.compile(".*/(\\d{1,10})\\.\\d{1,10}");

    static UserNamespace of(Engine engine) throws IOException {
        Info info =
                Engine.ask("describe itself", () -> engine.client().infoCmd().exec());
        return of(
                info.getSecurityOptions() == null ? List.of() : info.getSecurityOptions(),
                String.valueOf(info.getDockerRootDir()));
    }

    static UserNamespace of(List<String> securityOptions, String rootDirectory) throws IOException {
        if (!securityOptions.contains(REMAPPED)) {
            return new UserNamespace(0);
        }
        Matcher directory = DIRECTORY.matcher(rootDirectory);
        if (!directory.matches()) {
            throw new IOException("the Docker engine maps the users of containers (userns-remap), and its directory "
                    + rootDirectory + " does not say to which: use an engine without userns-remap");
        }
        return new UserNamespace(Long.parseLong(directory.group(1)));
    }

    /** The host's number of a user, or a group, in a container. */
    long idOutside(int idInside) {
        return firstId + idInside;
    }
}
