package io.tidegate.executor.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.executor.step.Fence;
import io.tidegate.executor.step.Observation;
import io.tidegate.executor.step.Outcome;
import io.tidegate.executor.step.Outcome.Done;
import io.tidegate.executor.step.Outcome.Failed;
import io.tidegate.executor.step.Outcome.Reason;
import io.tidegate.executor.step.Outcome.Unknown;
import io.tidegate.executor.step.Runtime;
import io.tidegate.executor.step.ServiceId;
import io.tidegate.executor.step.Workload;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The sandbox behind its HTTP interface. */
public final class SandboxRuntime implements Runtime {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long LOOK_MILLIS = 50;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final URI address;

    /** @param address such as {@code http://127.0.0.1:7070} */
    public SandboxRuntime(URI address) {
        this.address = address;
    }

    @Override
    public Outcome apply(Workload workload, Fence fence) {
        return put(workload(workload.id(), workload.version()), SandboxDocument.of(workload, fenced(fence)));
    }

    @Override
    public Observation observe(ServiceId service, String version) {
        try {
            var answer = send(request(workload(service, version)).GET());
            return answer.statusCode() == 200 ? observation(JSON.readTree(answer.body())) : Observation.ABSENT;
        } catch (IOException unreachable) {
            return Observation.ABSENT;
        }
    }

    private static Observation observation(JsonNode view) {
        var reasons = new ArrayList<String>();
        view.path("reasons").forEach(reason -> reasons.add(reason.asText()));
        return new Observation(
                true,
                view.path("replicas").asInt(),
                view.path("ready").asInt(),
                view.path("restarts").asInt(),
                reasons);
    }

    /** The sandbox has no watches, so it is looked at again and again. */
    @Override
    public Watch watch(ServiceId service, String version, Consumer<Observation> watcher) {
        var looking = Thread.ofVirtual().name("watch-" + service.service()).start(() -> {
            var last = Observation.ABSENT;
            try {
                while (true) {
                    var now = observe(service, version);
                    if (Thread.currentThread().isInterrupted()) {
                        return; // closed while it looked: what was seen then is no observation
                    }
                    if (!now.equals(last)) {
                        watcher.accept(now);
                        last = now;
                    }
                    TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
                }
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            }
        });
        return looking::interrupt;
    }

    @Override
    public Outcome route(ServiceId service, Map<String, Integer> weights, Fence fence) {
        var body = fenced(fence);
        var shares = body.putObject("weights");
        weights.forEach(shares::put);
        return put(of(service, "routes", service.service()), body);
    }

    @Override
    public Outcome scale(ServiceId service, String version, int replicas, Fence fence) {
        try {
            var answer = send(request(workload(service, version)).GET());
            if (answer.statusCode() != 200) {
                return new Failed(Reason.INVALID, "there is no " + service + " " + version + " to scale");
            }
            var present = SandboxDocument.workload(service, version, JSON.readTree(answer.body()));
            return put(workload(service, version), SandboxDocument.of(present.withReplicas(replicas), fenced(fence)));
        } catch (IOException failure) {
            return unreachable(failure);
        }
    }

    @Override
    public Outcome remove(ServiceId service, String version, Fence fence) {
        var where = URI.create(workload(service, version) + "&epoch=" + fence.epoch() + "&position=" + fence.position()
                + "&stepId=" + encoded(fence.stepId()));
        return outcome(request(where).DELETE());
    }

    private Outcome put(URI where, ObjectNode body) {
        return outcome(request(where)
                .header("content-type", "application/json")
                .PUT(BodyPublishers.ofString(body.toString())));
    }

    private Outcome outcome(HttpRequest.Builder request) {
        try {
            var answer = send(request);
            int status = answer.statusCode();
            if (status < 300) {
                return new Done("done");
            }
            var message = message(answer.body());
            return switch (status) {
                case 409 -> new Failed(Reason.FENCED, message);
                case 422 -> new Failed(Reason.REFUSED, message);
                case 429, 502, 503, 504 -> new Failed(Reason.RUNTIME_UNAVAILABLE, message);
                default ->
                    status >= 500
                            ? new Failed(Reason.RUNTIME_UNAVAILABLE, message)
                            : new Failed(Reason.INVALID, "the sandbox answers " + status + ": " + message);
            };
        } catch (IOException failure) {
            return unreachable(failure);
        }
    }

    private Outcome unreachable(IOException failure) {
        var message = "the sandbox at " + address + " cannot be reached: " + failure;
        return failure instanceof ConnectException
                ? new Failed(Reason.RUNTIME_UNAVAILABLE, message)
                : new Unknown(message);
    }

    private static String message(String body) {
        try {
            return JSON.readTree(body).path("message").asText(body);
        } catch (IOException notJson) {
            return body;
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return http.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stopped);
        }
    }

    private static HttpRequest.Builder request(URI where) {
        return HttpRequest.newBuilder(where);
    }

    private static ObjectNode fenced(Fence fence) {
        return JSON.createObjectNode()
                .put("epoch", fence.epoch())
                .put("position", fence.position())
                .put("stepId", fence.stepId());
    }

    private URI workload(ServiceId service, String version) {
        return of(service, "workloads", service.service(), version);
    }

    /** Always says whose the service is, for others may have one of the same name in the region. */
    private URI of(ServiceId service, String... parts) {
        var path = new StringBuilder("/v1");
        for (String part : parts) {
            path.append('/').append(encoded(part));
        }
        path.append("?estate=").append(encoded(service.estate()));
        path.append("&environment=").append(encoded(service.environment()));
        return address.resolve(path.toString());
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
