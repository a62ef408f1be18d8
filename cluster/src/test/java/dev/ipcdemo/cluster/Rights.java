package dev.ipcdemo.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What somebody may do with the API, and what was done, in words such as {@code list pods}. */
final class Rights {

    private Rights() {}

    /** What the roles of a manifest grant. */
    static Set<String> granted(Path manifest) throws IOException {
        Set<String> all = new TreeSet<>();
        KubernetesSerialization serialization = new KubernetesSerialization();
        for (String document : Files.readString(manifest).split("(?m)^---$")) {
            HasMetadata object = serialization.unmarshal(document);
            rules(object)
                    .forEach(rule -> rule.getResources()
                            .forEach(resource -> rule.getVerbs().forEach(verb -> all.add(verb + " " + resource))));
        }
        return all;
    }

    private static Stream<PolicyRule> rules(HasMetadata object) {
        if (object instanceof Role role) {
            return role.getRules().stream();
        }
        return object instanceof ClusterRole role ? role.getRules().stream() : Stream.empty();
    }

    /** What a client with such a user agent has done. */
    static Set<String> used(KubernetesMockServer server, String userAgent) throws InterruptedException {
        Set<String> all = new TreeSet<>();
        RecordedRequest request = server.takeRequest(1, TimeUnit.SECONDS);
        while (request != null) {
            if (userAgent.equals(request.getHeader("User-Agent"))) {
                all.add(right(request.getMethod(), request.getPath()));
            }
            request = server.takeRequest(1, TimeUnit.SECONDS);
        }
        return all;
    }

    /** As an API server maps requests to verbs. */
    private static String right(String method, String path) {
        String[] parts = path.split("\\?", 2);
        String query = parts.length > 1 ? parts[1] : "";
        List<String> names = Arrays.asList(parts[0].split("/"));
        int version = names.indexOf("v1");
        List<String> below = names.subList(version + (names.contains("namespaces") ? 3 : 1), names.size());
        String resource = below.size() > 2 ? below.get(0) + "/" + below.get(2) : below.get(0);
        return switch (method) {
            case "POST" -> "create " + resource;
            case "PUT" -> "update " + resource;
            case "PATCH" -> "patch " + resource;
            case "DELETE" -> (below.size() > 1 ? "delete " : "deletecollection ") + resource;
            default -> (query.contains("watch=true") ? "watch " : below.size() > 1 ? "get " : "list ") + resource;
        };
    }
}
