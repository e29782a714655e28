package io.tidegate.cli;

import io.tidegate.local.suite.Layout;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the commands that talk to a control plane have in common: where it is. */
abstract class ControlPlaneCommand extends SuiteCommand {
    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            description = "Kafka of the control plane's region (default: $TIDEGATE_BOOTSTRAP, or the running suite's).",
            defaultValue = "${env:TIDEGATE_BOOTSTRAP}")
    private @Nullable String bootstrap;

    @Option(
            names = "--registry",
            paramLabel = "URL",
            description = "The schema registry (default: $TIDEGATE_REGISTRY, or the running suite's).",
            defaultValue = "${env:TIDEGATE_REGISTRY}")
    private @Nullable String registry;

    @Option(
            names = "--regions",
            paramLabel = "REGION",
            split = ",",
            description = "All regions, the control plane's first (default: $TIDEGATE_REGIONS, or the local suite's).",
            defaultValue = "${env:TIDEGATE_REGIONS}")
    private @Nullable List<String> regions;

    @Option(
            names = "--via",
            paramLabel = "REGION",
            description = "The region whose Kafka to use, such as that of the standby (default: the control plane's).",
            defaultValue = "${env:TIDEGATE_VIA}")
    private @Nullable String via;

    /** A connection to the control plane that the options name, or else to that of the running suite. */
    protected ControlPlane controlPlane() throws IOException {
        return controlPlane(via == null ? allRegions().getFirst() : via);
    }

    /** The same by way of a region. */
    protected ControlPlane controlPlane(String region) throws IOException {
        if (!allRegions().contains(region)) {
            throw new IllegalArgumentException(
                    "there is no region '" + region + "'; there are " + String.join(", ", allRegions()));
        }
        var named = named(region);
        return named.isPresent() ? named.get() : ControlPlane.of(running(), region, layout().regions());
    }

    private List<String> allRegions() {
        return regions == null ? Layout.REGIONS : regions;
    }

    /** Whether there is a control plane to talk to. */
    protected boolean isConnected() throws IOException {
        return named("").isPresent() || suite().document().isPresent();
    }

    private Optional<ControlPlane> named(String region) {
        if (bootstrap == null && registry == null) {
            return Optional.empty();
        }
        if (bootstrap == null || registry == null) {
            throw new IllegalArgumentException("--bootstrap and --registry go together; "
                    + (bootstrap == null ? "--bootstrap" : "--registry") + " is missing");
        }
        return Optional.of(ControlPlane.at(bootstrap, registry, region, allRegions()));
    }
}
