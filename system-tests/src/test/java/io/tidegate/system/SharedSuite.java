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

    /** The suite while tests run. */
    private record Started(Suite suite) implements AutoCloseable {
        static Started now() {
            var suite = new Suite("suite");
            suite.cli().run("down");
            suite.up("--fresh");
            return new Started(suite);
        }

        @Override
        public void close() {
            suite.cli().run("down");
        }
    }

    private static Suite suite(ExtensionContext context) {
        return context.getRoot()
                .getStore(PLACE)
                .computeIfAbsent("suite", key -> Started.now(), Started.class)
                .suite();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Suite.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return suite(context);
    }

    /** The history checker: what the tests of this class left on Kafka keeps the invariants. */
    @Override
    public void afterAll(ExtensionContext context) {
        var suite = suite(context);
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
