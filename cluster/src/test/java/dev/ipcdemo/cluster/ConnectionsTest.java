package dev.ipcdemo.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConnectionsTest {

    private static final String BEGIN_OF_AN_ANSWER = """
            HTTP/1.1 200 OK\r
            Content-Type: application/json\r
            Content-Length: 1000\r
            \r
            {"apiVersion": "v1",""";

    /** Only the head of the answer is limited by the client itself. */
    @Test
    void anAnswerThatDoesNotComeToItsEndIsNotWaitedForWithoutEnd() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                KubernetesClient client = Connections.open(
                        new ConfigBuilder(Config.empty())
                                .withMasterUrl("http://127.0.0.1:" + server.getLocalPort())
                                .build(),
                        Duration.ofSeconds(2))) {
            startAnswering(server);

            assertThatThrownBy(() -> client.pods().inNamespace("measuring").list())
                    .asInstanceOf(type(KubernetesClientException.class))
                    .matches(ApiFailure::isUnanswered)
                    .extracting(e -> ApiFailure.sentence("list the pods", e))
                    .isEqualTo("cannot list the pods: the API server did not end its answer; check the network");
        }
    }

    /** One connection after another, until the server is closed. */
    private static void startAnswering(ServerSocket server) {
        Thread thread = new Thread(() -> {
            try {
                while (true) {
                    beginAnswer(server);
                }
            } catch (IOException e) {
                // the server was closed
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static void beginAnswer(ServerSocket server) throws IOException {
        try (Socket client = server.accept()) {
            client.getOutputStream().write(BEGIN_OF_AN_ANSWER.getBytes(US_ASCII));
            client.getInputStream().transferTo(OutputStream.nullOutputStream());
        }
    }
}
