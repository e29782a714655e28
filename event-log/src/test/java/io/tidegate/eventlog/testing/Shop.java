package io.tidegate.eventlog.testing;

import io.tidegate.estate.HealthSettings;
import io.tidegate.estate.Image;
import io.tidegate.estate.Resources;
import io.tidegate.estate.Workload;
import io.tidegate.estate.plan.PlanResult;
import io.tidegate.estate.plan.Planning;
import io.tidegate.estate.reading.EstateReader;
import io.tidegate.estate.reading.Reading;
import io.tidegate.eventlog.mapping.PlanMapping;
import io.tidegate.schemas.avro.DeploymentStarted;
import io.tidegate.schemas.avro.WaveStarted;
import java.util.List;
import java.util.Map;

/** An estate of one region and one service, and what is said when it is deployed. */
public final class Shop {
    public static final String KEY = "shop/production";
    public static final String REGION = "east";
    public static final String DOCUMENT = """
        apiVersion: tidegate.io/v1
        kind: Estate
        metadata: {name: shop}
        spec:
          regions:
            - {name: east, role: primary, wave: 1, trafficShare: 100}
          services:
            - {name: api, image: 'shop/api:1', port: 80}
        """;

    private Shop() {}

    /** One replica of an image, as the shop runs it. */
    public static Workload workload(String image) {
        return workload(image, 1);
    }

    /** The same with so many replicas. */
    public static Workload workload(String image, int replicas) {
        return new Workload(new Image(image), replicas, 80, Resources.NONE, HealthSettings.SPECIFICATION);
    }

    /** The plan of bringing version {@code tag} of the service in, where {@code running} runs. */
    public static DeploymentStarted started(String deployment, String tag, Map<String, Workload> running) {
        if (!(EstateReader.read(DOCUMENT, "shop.yaml") instanceof Reading.Read(var estate))
                || !(Planning.plan(
                                estate,
                                "production",
                                Map.of("api", new Image("shop/api:" + tag)),
                                Map.of(REGION, running))
                        instanceof PlanResult.Planned(var plan))) {
            throw new IllegalStateException("the shop's estate is no estate");
        }
        return DeploymentStarted.newBuilder()
                .setDeploymentId(deployment)
                .setCommandId("c-" + deployment)
                .setPlan(PlanMapping.toWire(plan, "digest-" + deployment))
                .build();
    }

    /** The only wave of a deployment. */
    public static WaveStarted wave(String deployment) {
        return WaveStarted.newBuilder()
                .setDeploymentId(deployment)
                .setWave(1)
                .setRegions(List.of(REGION))
                .setPlanDigest("digest-" + deployment)
                .build();
    }
}
