package dev.ipcdemo.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ipcdemo.process.Program;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The Kubernetes manifests: every field is one that the API has, of its type, and what refers to something finds it. */
@Tag("once")
class ManifestsTest {

    private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.of(
            "v1 Pod", Pod.class,
            "v1 Service", Service.class,
            "apps/v1 Deployment", Deployment.class,
            "apps/v1 DaemonSet", DaemonSet.class,
            "batch/v1 Job", Job.class,
            "rbac.authorization.k8s.io/v1 Role", Role.class,
            "rbac.authorization.k8s.io/v1 RoleBinding", RoleBinding.class,
            "rbac.authorization.k8s.io/v1 ClusterRole", ClusterRole.class,
            "rbac.authorization.k8s.io/v1 ClusterRoleBinding", ClusterRoleBinding.class);

    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .annotationIntrospector(new NoRoomForUnknownFields())
            .build();

    /** The model's classes keep what they do not know, in case that the server does. */
    private static final class NoRoomForUnknownFields extends JacksonAnnotationIntrospector {

        private static final long serialVersionUID = 1L;

        @Override
        public Boolean hasAnySetter(Annotated annotated) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sidecar.yaml", "two-nodes.yaml", "measure.yaml", "cluster-rbac.yaml"})
    void saysOnlyWhatTheApiKnows(String file) throws IOException {
        assertThat(read(text(file)))
                .isNotEmpty()
                .allSatisfy(object -> assertThat(object.getMetadata().getName()).startsWith("ipc-demo-"));
    }

    @ParameterizedTest
    @CsvSource({
        "readOnlyRootFilesystem, readonlyRootFilesystem",
        "medium: Memory, medum: Memory",
        "runAsUser: 65532, runAsUser: somebody",
        "runAsNonRoot: true, runAsNonRoot: maybe",
        "kind: Pod, kind: Pea",
        "drop:, drop: all #"
    })
    void aMistakeWouldBeNoticed(String right, String wrong) throws IOException {
        String text = text("sidecar.yaml");
        assertThat(text).contains(right);
        assertThatThrownBy(() -> read(text.replace(right, wrong)))
                .isInstanceOfAny(IllegalArgumentException.class, JsonMappingException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sidecar.yaml", "two-nodes.yaml", "measure.yaml"})
    void everyContainerIsConfinedAndMountsWhatThePodHas(String file) throws IOException {
        assertThat(pods(file)).isNotEmpty().allSatisfy(pod -> {
            assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(pod.getAutomountServiceAccountToken()).isFalse();
            List<String> volumes =
                    pod.getVolumes().stream().map(Volume::getName).toList();
            assertThat(pod.getContainers()).isNotEmpty().allSatisfy(container -> {
                assertThat(container.getImage()).isEqualTo("ipc-demo:local");
                assertThat(container.getSecurityContext().getReadOnlyRootFilesystem())
                        .isTrue();
                assertThat(container.getSecurityContext().getAllowPrivilegeEscalation())
                        .isFalse();
                assertThat(container.getSecurityContext().getCapabilities().getDrop())
                        .containsExactly("ALL");
                assertThat(container.getResources().getRequests()).containsOnlyKeys("cpu", "memory");
                assertThat(container.getResources().getLimits()).containsOnlyKeys("memory");
                assertThat(container.getVolumeMounts())
                        .extracting(VolumeMount::getName)
                        .isSubsetOf(volumes);
                assertThat(container.getVolumeMounts())
                        .extracting(VolumeMount::getMountPath)
                        .contains("/tmp");
            });
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"sidecar.yaml", "two-nodes.yaml", "measure.yaml"})
    void noTwoContainersShareATemporaryDirectory(String file) throws IOException {
        assertThat(pods(file))
                .allSatisfy(pod -> assertThat(pod.getContainers().stream()
                                .flatMap(container -> container.getVolumeMounts().stream())
                                .filter(mount -> mount.getMountPath().equals("/tmp"))
                                .map(VolumeMount::getName))
                        .doesNotHaveDuplicates());
    }

    /** A connection that is closed because it was quiet would have its client started again and again. */
    @ParameterizedTest
    @ValueSource(strings = {"sidecar.yaml", "two-nodes.yaml", "measure.yaml"})
    void noServerClosesAQuietConnection(String file) throws IOException {
        assertThat(pods(file).stream()
                        .flatMap(pod -> pod.getContainers().stream())
                        .map(Container::getArgs)
                        .filter(arguments -> arguments.get(0).equals("serve")
                                && !arguments.get(1).startsWith("udp:")))
                .isNotEmpty()
                .allSatisfy(arguments -> assertThat(arguments).containsSequence("--idle-timeout", "0"));
    }

    /** Whatever is applied together starts in any order. */
    @ParameterizedTest
    @ValueSource(strings = {"sidecar.yaml", "two-nodes.yaml", "measure.yaml"})
    void aClientWaitsForItsServer(String file) throws IOException {
        assertThat(pods(file).stream()
                        .flatMap(pod -> pod.getContainers().stream())
                        .map(Container::getArgs)
                        .filter(arguments -> !arguments.get(0).equals("serve")))
                .isNotEmpty()
                .allSatisfy(arguments -> assertThat(arguments).containsAnyOf("--wait", "--peer-wait"));
    }

    @Test
    void theServiceLeadsToTheServersPortsAndTheClientGoesThere() throws IOException {
        List<HasMetadata> objects = read(text("two-nodes.yaml"));
        Deployment servers = only(objects, Deployment.class);
        Service service = only(objects, Service.class);
        PodSpec client = only(objects, Pod.class).getSpec();
        Map<String, String> labels =
                servers.getSpec().getTemplate().getMetadata().getLabels();
        assertThat(servers.getSpec().getSelector().getMatchLabels()).isEqualTo(labels);
        assertThat(service.getSpec().getSelector()).isEqualTo(labels);
        List<ContainerPort> listening = servers.getSpec().getTemplate().getSpec().getContainers().stream()
                .flatMap(container -> container.getPorts().stream())
                .toList();
        for (ServicePort port : service.getSpec().getPorts()) {
            assertThat(listening)
                    .anyMatch(each -> each.getContainerPort().equals(port.getPort())
                            && each.getProtocol().equals(port.getProtocol()));
        }
        assertThat(client.getContainers())
                .extracting(Container::getArgs)
                .allSatisfy(arguments -> assertThat(arguments)
                        .contains("tcp://" + service.getMetadata().getName() + ":7000"));
        assertThat(client.getAffinity().getPodAntiAffinity().getRequiredDuringSchedulingIgnoredDuringExecution())
                .singleElement()
                .satisfies(away ->
                        assertThat(away.getLabelSelector().getMatchLabels()).isEqualTo(labels));
    }

    @Test
    void theComparisonIsWithTheMeasuringServersAndNobodysCpuIsLimited() throws IOException {
        List<HasMetadata> objects = read(text("measure.yaml"));
        DaemonSet servers = only(objects, DaemonSet.class);
        Service service = only(objects, Service.class);
        Map<String, String> labels =
                servers.getSpec().getTemplate().getMetadata().getLabels();
        assertThat(servers.getSpec().getSelector().getMatchLabels()).isEqualTo(labels);
        assertThat(service.getSpec().getSelector()).isEqualTo(labels);
        assertThat(service.getSpec().getClusterIP()).isEqualTo("None");
        int port = service.getSpec().getPorts().get(0).getPort();
        assertThat(servers.getSpec().getTemplate().getSpec().getContainers())
                .singleElement()
                .satisfies(server -> {
                    assertThat(server.getArgs()).contains("tcp://:" + port, "measure");
                    assertThat(server.getPorts())
                            .extracting(ContainerPort::getContainerPort)
                            .containsExactly(port);
                });
        assertThat(only(objects, Job.class).getSpec().getTemplate().getSpec().getContainers())
                .singleElement()
                .satisfies(client -> assertThat(client.getArgs())
                        .startsWith(
                                "compare",
                                "--peer",
                                "tcp://" + service.getMetadata().getName() + ":" + port));
        assertThat(pods("measure.yaml"))
                .flatExtracting(PodSpec::getContainers)
                .allSatisfy(container ->
                        assertThat(container.getResources().getLimits()).doesNotContainKey("cpu"));
    }

    @Test
    void theRightsOfARunInAClusterAreThoseThatItUses() throws IOException {
        List<HasMetadata> objects = read(text("cluster-rbac.yaml"));
        assertThat(only(objects, Role.class).getRules())
                .extracting(rule -> rule.getResources() + " " + rule.getVerbs())
                .containsExactlyInAnyOrder(
                        "[leases] [create, get, list, update, delete]",
                        "[daemonsets] [create, list, delete]",
                        "[jobs] [create, list, delete]",
                        "[pods] [list, watch]",
                        "[pods/log] [get]",
                        "[events] [list]");
        assertThat(only(objects, ClusterRole.class).getRules())
                .singleElement()
                .extracting(rule -> rule.getResources() + " " + rule.getVerbs())
                .isEqualTo("[nodes] [get, list]");
    }

    @Test
    void eachRoleIsBoundByItsName() throws IOException {
        List<HasMetadata> objects = read(text("cluster-rbac.yaml"));
        assertThat(only(objects, RoleBinding.class).getRoleRef().getName())
                .isEqualTo(only(objects, Role.class).getMetadata().getName());
        assertThat(only(objects, ClusterRoleBinding.class).getRoleRef().getName())
                .isEqualTo(only(objects, ClusterRole.class).getMetadata().getName());
    }

    private static List<PodSpec> pods(String file) throws IOException {
        List<PodSpec> pods = new ArrayList<>();
        for (HasMetadata object : read(text(file))) {
            if (object instanceof Pod pod) {
                pods.add(pod.getSpec());
            } else if (object instanceof Deployment deployment) {
                pods.add(deployment.getSpec().getTemplate().getSpec());
            } else if (object instanceof DaemonSet servers) {
                pods.add(servers.getSpec().getTemplate().getSpec());
            } else if (object instanceof Job job) {
                pods.add(job.getSpec().getTemplate().getSpec());
            }
        }
        return pods;
    }

    private static <T> T only(List<HasMetadata> objects, Class<T> kind) {
        return objects.stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .reduce((one, another) -> {
                    throw new AssertionError("two of " + kind);
                })
                .orElseThrow();
    }

    private static String text(String file) throws IOException {
        return Files.readString(Program.projectRoot().resolve("docs/deploy").resolve(file));
    }

    private static List<HasMetadata> read(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        List<HasMetadata> objects = new ArrayList<>();
        for (Object document : new Yaml(new SafeConstructor(options)).loadAll(text)) {
            Map<?, ?> fields = (Map<?, ?>) document;
            Class<? extends HasMetadata> kind = KINDS.get(fields.get("apiVersion") + " " + fields.get("kind"));
            if (kind == null) {
                throw new IllegalArgumentException("no kind that is known: " + fields.get("kind"));
            }
            objects.add(STRICT.convertValue(document, kind));
        }
        return objects;
    }
}
