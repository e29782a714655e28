package io.tidegate.simulation;

import io.tidegate.schemas.avro.DeploymentStarted;
import io.tidegate.schemas.avro.HealthVerdict;
import io.tidegate.schemas.avro.RegionReturned;
import io.tidegate.schemas.avro.ServicePlan;
import io.tidegate.schemas.avro.Verdict;
import io.tidegate.schemas.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/**
 * A region's health-service: knows at once which versions are good, and says so some seconds after they get traffic.
 * What it said stays said through a crash, as in the exactly-once topology it stands for.
 */
final class JudgeNode implements Node {
    private static final int LOOK_MILLIS = 500;

    private final String region;
    private final World world;
    private final Log log;
    private final SimulatedRuntime runtime;
    private final Set<String> readers;
    private final Map<String, Instant> exposed = new HashMap<>();
    private final Map<String, Verdict> said = new HashMap<>();
    private Map<String, String> watched = new HashMap<>();
    private String deployment = "";
    private boolean up = true;
    private long epoch;

    JudgeNode(String region, World world, Log log, SimulatedRuntime runtime, Set<String> planners) {
        this.region = region;
        this.world = world;
        this.log = log;
        this.runtime = runtime;
        this.readers = new HashSet<>(planners);
        readers.add(CoordinatorNode.nameOf(region));
    }

    static String nameOf(String region) {
        return "judge " + region;
    }

    void start() {
        log.attach(this);
        world.after(LOOK_MILLIS, this::look);
    }

    @Override
    public String name() {
        return nameOf(region);
    }

    @Override
    public void deliver(Message message) {
        if (message.value() instanceof SpecificRecord record
                && Topic.of(record.getClass()) == Topic.DEPLOYMENT_EVENTS) {
            if (message.epoch() < epoch) {
                return;
            }
            epoch = message.epoch();
        }
        switch (message.value()) {
            case DeploymentStarted started
            when !started.getDeploymentId().equals(deployment)
                    && said.keySet().stream()
                            .noneMatch(subject -> subject.startsWith(started.getDeploymentId() + "/")) ->
                begin(started);
            case RegionReturned back
            when back.getDeploymentId().equals(deployment) ->
                back.getRunning()
                        .forEach(running ->
                                watched.put(running.getService(), RandomEstate.versionOf(running.getImage())));
            default -> {}
        }
    }

    private void begin(DeploymentStarted started) {
        deployment = started.getDeploymentId();
        watched = new HashMap<>();
        started.getPlan().getRegions().stream()
                .filter(plan -> plan.getRegion().equals(region))
                .flatMap(plan -> plan.getServices().stream())
                .forEach(this::watch);
    }

    private void watch(ServicePlan service) {
        watched.put(service.getService(), RandomEstate.versionOf(service.getImage()));
    }

    @Override
    public void crash(long afterMillis) {
        up = false;
        world.after(afterMillis, () -> up = true);
    }

    @Override
    public boolean idle() {
        return up;
    }

    private void look() {
        if (up) {
            new java.util.TreeMap<>(watched).forEach(this::judge);
        }
        world.after(LOOK_MILLIS, this::look);
    }

    private void judge(String service, String version) {
        var subject = deployment + "/" + service + "/" + version;
        if (runtime.weights(service).getOrDefault(version, 0) == 0
                || said.get(subject) == Verdict.unhealthy
                || !world.happens(0.4)) {
            return;
        }
        var since = exposed.computeIfAbsent(subject, unseen -> world.now());
        var verdict = RandomEstate.healthy(version, region, Duration.between(since, world.now()))
                ? Verdict.healthy
                : Verdict.unhealthy;
        if (said.put(subject, verdict) != verdict) {
            world.note(() -> name() + " says " + service + " " + version + " is " + verdict);
            log.write(name(), verdict(service, version, verdict), 0, readers);
        }
    }

    private HealthVerdict verdict(String service, String version, Verdict verdict) {
        return HealthVerdict.newBuilder()
                .setDeploymentId(deployment)
                .setRegion(region)
                .setService(service)
                .setVersion(version)
                .setVerdict(verdict)
                .setMessage(service + " " + version + " is " + verdict + " in " + region)
                .setAt(world.now())
                .build();
    }
}
