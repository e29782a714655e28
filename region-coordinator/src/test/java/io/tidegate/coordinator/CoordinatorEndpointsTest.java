package io.tidegate.coordinator;

import io.quarkus.test.junit.QuarkusTest;
import io.tidegate.observability.testing.HealthEndpoints;

@QuarkusTest
final class CoordinatorEndpointsTest extends HealthEndpoints {
    CoordinatorEndpointsTest() {
        super("streams");
    }
}
