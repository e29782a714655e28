package io.tidegate.dashboard;

import io.quarkus.test.junit.QuarkusTest;
import io.tidegate.observability.testing.HealthEndpoints;

@QuarkusTest
final class DashboardEndpointsTest extends HealthEndpoints {
    DashboardEndpointsTest() {
        super("log");
    }
}
