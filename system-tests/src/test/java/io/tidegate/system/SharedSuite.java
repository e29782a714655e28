package io.tidegate.system;

import io.tidegate.system.history.Invariants;
import io.tidegate.system.history.Violation;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Starts the suite before the first test that needs it, and ends it after the last. */
final class SharedSuite implements ParameterResolver, AfterAllCallback {
    private static final ExtensionContext.Namespace PLACE = ExtensionContext.Namespace.create(SharedSuite.class);

    /** The suite while tests run, and what its health-services hear beside the replicas. */
    private record Started(Suite suite, Telemetry telemetry) implements AutoCloseable {
        static Started now() {
            var telemetry = new Telemetry(Suite.target().resolve("telemetry"));
            var suite = new Suite("suite", telemetry.settings());
            suite.cli().run("down");
            suite.up("--fresh");
            telemetry.createTopics(suite);
            return new Started(suite, telemetry);
        }

        @Override
        public void close() {
            suite.cli().run("down");
            telemetry.close();
        }
    }

    private static Started started(ExtensionContext context) {
        return context.getRoot().getStore(PLACE).computeIfAbsent("suite", key -> Started.now(), Started.class);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        var wanted = parameter.getParameter().getType();
        return wanted == Suite.class || wanted == Telemetry.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        var started = started(context);
        return parameter.getParameter().getType() == Suite.class ? started.suite() : started.telemetry();
    }

    /** The history checker: what the tests of this class left on Kafka keeps the invariants. */
    @Override
    public void afterAll(ExtensionContext context) {
        var suite = started(context).suite();
        if (suite.isRunning()) {
            check(suite);
        }
    }

    static void check(Suite suite) {
        try (var history = suite.history()) {
            var broken = Invariants.brokenBy(history.read());
            if (!broken.isEmpty()) {
                throw new AssertionError("the history breaks invariants of the architecture:\n"
                        + broken.stream().map(Violation::toString).collect(Collectors.joining("\n")));
            }
        }
    }
}
