package io.tidegate.executor;

import io.quarkus.test.junit.QuarkusTest;
import io.tidegate.observability.testing.HealthEndpoints;

@QuarkusTest
final class ExecutorEndpointsTest extends HealthEndpoints {
    ExecutorEndpointsTest() {
        super("steps", "validations");
    }
}
