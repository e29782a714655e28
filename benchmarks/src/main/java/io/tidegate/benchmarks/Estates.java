package io.tidegate.benchmarks;

import io.tidegate.estate.HealthSettings;
import io.tidegate.estate.Image;
import io.tidegate.estate.Resources;
import io.tidegate.estate.Service;
import io.tidegate.estate.Workload;
import io.tidegate.estate.plan.PlanResult;
import io.tidegate.estate.plan.Planning;
import io.tidegate.estate.reading.EstateReader;
import io.tidegate.estate.reading.Reading;
import io.tidegate.eventlog.mapping.PlanMapping;
import io.tidegate.schemas.avro.CheckOutcome;
import io.tidegate.schemas.avro.DeploymentStarted;
import io.tidegate.schemas.avro.HealthSample;
import io.tidegate.schemas.avro.LatencyBucket;
import io.tidegate.schemas.avro.SampleOutcome;
import io.tidegate.schemas.topics.KeyShape;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Made-up services, numbered from 0, in estates of equal size; and what is said of them. */
final class Estates {
    static final String REGION = "us-east-1";
    static final String BEFORE = "0.9.0";
    static final String CANDIDATE = "1.0.0";

    private static final int SERVICES_EACH = 25;
    private static final String ENVIRONMENT = "production";

    private Estates() {}

    static String estate(int service) {
        return "estate-" + service / SERVICES_EACH;
    }

    static String name(int service) {
        return "s" + service % SERVICES_EACH;
    }

    static String aggregate(int service) {
        return KeyShape.AGGREGATE.of(estate(service), ENVIRONMENT);
    }

    static String key(int service) {
        return KeyShape.SERVICE.of(estate(service), ENVIRONMENT, REGION, name(service));
    }

    /** A number for each estate that so many services fill, the first service of each. */
    static List<Integer> firstOfEach(int services) {
        return IntStream.range(0, services)
                .filter(service -> service % SERVICES_EACH == 0)
                .boxed()
                .toList();
    }

    /** The deployment of new versions of all services of an estate, beside the versions before them. */
    static DeploymentStarted started(int service) {
        var text = GrownEstate.text(SERVICES_EACH).replace("name: grown\n", "name: " + estate(service) + "\n");
        if (!(EstateReader.read(text, "estate.yaml") instanceof Reading.Read(var estate))) {
            throw new IllegalStateException("the grown estate is not valid");
        }
        Map<String, Workload> running = estate.services().stream()
                .collect(Collectors.toMap(
                        Service::name,
                        each -> new Workload(
                                new Image("grown/" + each.name() + ":" + BEFORE),
                                1,
                                8080,
                                Resources.NONE,
                                HealthSettings.SPECIFICATION)));
        if (!(Planning.plan(estate, ENVIRONMENT, Map.of(), Map.of(REGION, running))
                instanceof PlanResult.Planned(var plan))) {
            throw new IllegalStateException("the grown estate cannot be planned");
        }
        return DeploymentStarted.newBuilder()
                .setDeploymentId("d-" + estate(service))
                .setCommandId("c-" + estate(service))
                .setPlan(PlanMapping.toWire(plan, "digest-" + estate(service)))
                .build();
    }

    /** What a collector tells of a second. */
    static HealthSample sample(int service, String version, long second, Telemetry.Done done) {
        return told(service, version, second)
                .setOutcome(SampleOutcome.read)
                .setRequests(done.requests())
                .setErrors(done.errors())
                .setLatency(done.latency().entrySet().stream()
                        .map(bucket -> new LatencyBucket(bucket.getKey(), bucket.getValue()))
                        .toList())
                .setMemoryShare(done.memoryShare())
                .build();
    }

    /** What a collector tells of a second whose telemetry it could not read. */
    static HealthSample unread(int service, String version, long second) {
        return told(service, version, second)
                .setOutcome(SampleOutcome.failed)
                .setMessage("made up")
                .build();
    }

    private static HealthSample.Builder told(int service, String version, long second) {
        return HealthSample.newBuilder()
                .setEstate(estate(service))
                .setEnvironment(ENVIRONMENT)
                .setRegion(REGION)
                .setService(name(service))
                .setVersion(version)
                .setSecond(Instant.ofEpochSecond(second))
                .setSource("benchmarks")
                .setChecks(List.of(CheckOutcome.newBuilder()
                        .setInstance(name(service) + "-" + version)
                        .setReady(true)
                        .setDeep(true)
                        .build()));
    }
}
