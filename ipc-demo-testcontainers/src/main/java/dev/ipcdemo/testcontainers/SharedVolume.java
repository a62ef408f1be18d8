package dev.ipcdemo.testcontainers;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.testcontainers.DockerClientFactory;

/**
 * A directory in memory that containers share, for sockets of AF_UNIX: containers on one machine have one kernel, so a socket
 * is found by its path, without any network. Any user may make files in it, but only remove their own.
 *
 * <pre>{@code
 * SharedVolume volume = SharedVolume.create();
 * GenericContainer<?> db = new GenericContainer<>("db").withCreateContainerCmdModifier(volume.at("/run/db"));
 * }</pre>
 */
public final class SharedVolume implements AutoCloseable {

    private static final int PAGES = 16_384; // 64 MiB where a page has 4 KiB
    private static final int FILES = 4096;

    private final String name;

    private SharedVolume(String name) {
        this.name = name;
    }

    /**
     * Makes one in the engine that Testcontainers uses.
     *
     * @return an empty volume
     */
    public static SharedVolume create() {
        Map<String, String> labels = new HashMap<>(DockerClientFactory.DEFAULT_LABELS); // by which Ryuk finds it
        labels.put(DockerClientFactory.TESTCONTAINERS_SESSION_ID_LABEL, DockerClientFactory.SESSION_ID);
        String name = "ipc-demo-" + UUID.randomUUID();
        DockerClientFactory.instance()
                .client()
                .createVolumeCmd()
                .withName(name)
                .withDriver("local")
                // pages, because Podman takes "size" for a disk quota
                .withDriverOpts(Map.of(
                        "type",
                        "tmpfs",
                        "device",
                        "tmpfs",
                        "o",
                        "nr_blocks=" + PAGES + ",nr_inodes=" + FILES + ",mode=1777"))
                .withLabels(labels)
                .exec();
        return new SharedVolume(name);
    }

    /**
     * Its name in the engine.
     *
     * @return a name that no other has
     */
    public String name() {
        return name;
    }

    /**
     * Puts the volume into a container.
     *
     * @param directory where, as an absolute path
     * @return what {@link org.testcontainers.containers.GenericContainer#withCreateContainerCmdModifier} takes
     */
    public Consumer<CreateContainerCmd> at(String directory) {
        Mount mount = new Mount().withType(MountType.VOLUME).withSource(name).withTarget(directory);
        return create -> {
            HostConfig host = create.getHostConfig();
            List<Mount> mounts = new ArrayList<>(host.getMounts() == null ? List.of() : host.getMounts());
            mounts.add(mount);
            host.withMounts(mounts);
        };
    }

    /** Removes it; the containers must be gone. Closing again does nothing. */
    @Override
    public void close() {
        try {
            DockerClientFactory.instance().client().removeVolumeCmd(name).exec();
        } catch (NotFoundException done) {
            // it was closed before
        }
    }
}
