package io.tidegate.health.testing;

import io.tidegate.estate.Image;
import io.tidegate.estate.Workload;
import io.tidegate.estate.plan.PlanResult;
import io.tidegate.estate.plan.Planning;
import io.tidegate.estate.reading.EstateReader;
import io.tidegate.estate.reading.Reading;
import io.tidegate.eventlog.mapping.PlanMapping;
import io.tidegate.schemas.avro.DeploymentStarted;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Deployments as they begin. */
public final class Plans {
    private Plans() {}

    /** Version 2 of these services of an estate to production, where {@code running} runs, by region. */
    public static DeploymentStarted started(
            String estate, List<String> brought, Map<String, Map<String, Workload>> running) {
        var images = new HashMap<String, Image>();
        brought.forEach(service -> images.put(service, new Image("shop/" + service + ":2")));
        if (!(EstateReader.read(estate, "shop.yaml") instanceof Reading.Read(var read))
                || !(Planning.plan(read, "production", images, running) instanceof PlanResult.Planned(var plan))) {
            throw new IllegalStateException("the estate is none");
        }
        return DeploymentStarted.newBuilder()
                .setDeploymentId("d1")
                .setCommandId("c-d1")
                .setPlan(PlanMapping.toWire(plan, "digest-d1"))
                .build();
    }
}
