package dev.ipcdemo.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the made-up cluster does when its mock of the API server does not answer in time. */
@Tag("once")
@Timeout(600)
class FakeClusterTest {

    @Test
    void aPodThatIsMadeTwiceIsThereOnce() {
        Pod pod = new PodBuilder()
                .withNewMetadata()
                .withName("server-a")
                .withNamespace(FakeCluster.NAMESPACE)
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .build();
        PodStatus status = FakeCluster.ready("10.0.0.1", pod);
        try (FakeCluster cluster = new FakeCluster("a")) {
            cluster.create(pod, status);
            cluster.create(pod, status);
            assertThat(cluster.pods()).extracting(Pod::getStatus).containsExactly(status);
        }
    }
}
