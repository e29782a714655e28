package io.tidegate.observability;

import io.smallrye.config.ConfigMapping;
import java.net.URI;
import java.util.Optional;

/** Where a service sends its traces. */
@ConfigMapping(prefix = "tidegate.traces")
public interface TraceSettings {
    /** What takes spans as OTLP over HTTP, such as `http://127.0.0.1:4318/v1/traces`; without it they go nowhere. */
    Optional<URI> endpoint();
}
