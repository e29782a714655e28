package io.tidegate.planner;

import io.quarkus.test.junit.QuarkusTest;
import io.tidegate.observability.testing.HealthEndpoints;

@QuarkusTest
final class PlannerEndpointsTest extends HealthEndpoints {
    PlannerEndpointsTest() {
        super("streams");
    }
}
