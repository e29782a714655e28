package io.tidegate.health;

import io.quarkus.test.junit.QuarkusTest;
import io.tidegate.observability.testing.HealthEndpoints;

@QuarkusTest
final class HealthEndpointsTest extends HealthEndpoints {
    HealthEndpointsTest() {
        super("streams", "collection", "telemetry");
    }
}
