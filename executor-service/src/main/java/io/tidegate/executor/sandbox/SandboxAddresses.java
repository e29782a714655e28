package io.tidegate.executor.sandbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidegate.executor.step.ServiceId;
import io.tidegate.executor.validation.Addresses.NoAddress;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Addresses of services in a sandbox: those of its routers. */
public final class SandboxAddresses {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final URI sandbox;

    /** @param sandbox its interface, such as {@code http://127.0.0.1:7070} */
    public SandboxAddresses(URI sandbox) {
        this.sandbox = sandbox;
    }

    /** Where the service is reached; not while no traffic goes there. */
    public String of(ServiceId service) throws NoAddress {
        var where = URI.create(sandbox + "/v1/routes/" + encoded(service.service()) + "?estate="
                + encoded(service.estate()) + "&environment=" + encoded(service.environment()));
        try {
            var answer =
                    http.send(HttpRequest.newBuilder(where).timeout(PATIENCE).build(), BodyHandlers.ofString());
            var route = JSON.readTree(answer.body());
            if (answer.statusCode() != 200 || route.path("weights").isEmpty()) {
                throw new NoAddress("no traffic goes to " + service + " in the sandbox at " + sandbox);
            }
            return "http://" + route.path("address").asText();
        } catch (IOException unreachable) {
            throw new NoAddress("the sandbox at " + sandbox + " cannot be reached: " + unreachable);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new NoAddress("interrupted");
        }
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
