package io.tidegate.estate.plan;

import io.tidegate.estate.Environment;
import io.tidegate.estate.Estate;
import io.tidegate.estate.Image;
import io.tidegate.estate.Phase;
import io.tidegate.estate.Region;
import io.tidegate.estate.SecondsRange;
import io.tidegate.estate.Service;
import io.tidegate.estate.Workload;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Plans deployments. */
public final class Planning {
    private Planning() {}

    /**
     * What deploying {@code estate} to {@code environment} is going to do.
     *
     * @param images images that replace the estate's, by service
     * @param running what runs now, by region and service
     */
    public static PlanResult plan(
            Estate estate, String environment, Map<String, Image> images, Map<String, Map<String, Workload>> running) {
        var target = estate.environment(environment);
        if (target.isEmpty()) {
            return new PlanResult.Refused("estate '" + estate.name() + "' has no environment '" + environment
                    + "'; it has "
                    + String.join(
                            ", ",
                            estate.environments().stream()
                                    .map(Environment::name)
                                    .toList()));
        }
        var names = new LinkedHashSet<String>();
        estate.services().forEach(service -> names.add(service.name()));
        var unknown = images.keySet().stream()
                .filter(name -> !names.contains(name))
                .sorted()
                .findFirst();
        if (unknown.isPresent()) {
            return new PlanResult.Refused("an image is set for service '" + unknown.get() + "', which estate '"
                    + estate.name() + "' does not have; it has " + String.join(", ", names));
        }
        return new PlanResult.Planned(plan(estate, target.get(), images, running));
    }

    private static Plan plan(
            Estate estate,
            Environment environment,
            Map<String, Image> images,
            Map<String, Map<String, Workload>> running) {
        var phases = phases(estate);
        var regions = estate.regions().stream()
                .map(region ->
                        region(estate, environment, region, images, running.getOrDefault(region.name(), Map.of())))
                .toList();
        return new Plan(
                estate.name(),
                environment.name(),
                phases,
                waves(estate),
                regions,
                environment.policy(),
                phases.stream().map(PlannedPhase::estimate).reduce(SecondsRange.NONE, SecondsRange::plus),
                new DependencyGraph(estate.services()).criticalPath());
    }

    private static List<PlannedPhase> phases(Estate estate) {
        var services = new TreeMap<Integer, List<Service>>();
        for (Service service : estate.services()) {
            services.computeIfAbsent(service.phase(), number -> new ArrayList<>())
                    .add(service);
        }
        var declared = new LinkedHashMap<Integer, Phase>();
        estate.phases().forEach(phase -> declared.put(phase.number(), phase));
        return services.entrySet().stream()
                .map(entry ->
                        phase(entry.getKey(), Optional.ofNullable(declared.get(entry.getKey())), entry.getValue()))
                .toList();
    }

    /** A phase takes what it declares; where it declares nothing, as long as its longest service. */
    private static PlannedPhase phase(int number, Optional<Phase> declared, List<Service> services) {
        var longest = services.stream().map(Service::estimate).reduce(SecondsRange.NONE, SecondsRange::beside);
        return new PlannedPhase(
                number,
                declared.map(Phase::name).orElse("phase " + number),
                services.stream().map(Service::name).toList(),
                declared.map(Phase::estimate).filter(range -> range.max() > 0).orElse(longest));
    }

    private static List<PlannedWave> waves(Estate estate) {
        var waves = new TreeMap<Integer, List<String>>();
        estate.regions().forEach(region -> waves.computeIfAbsent(region.wave(), key -> new ArrayList<>())
                .add(region.name()));
        return waves.entrySet().stream()
                .map(entry -> new PlannedWave(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static RegionPlan region(
            Estate estate,
            Environment environment,
            Region region,
            Map<String, Image> images,
            Map<String, Workload> running) {
        var here = new HashSet<>(region.services());
        var graph = new DependencyGraph(estate.services().stream()
                .filter(service -> here.contains(service.name()))
                .toList());
        var remaining = graph.remainingSeconds();
        var services = graph.inOrder().stream()
                .map(service -> new ServicePlan(
                        service.name(),
                        workload(service, environment, images),
                        Optional.ofNullable(running.get(service.name())),
                        service.phase(),
                        graph.needs(service.name()),
                        service.strategy(),
                        service.critical(),
                        service.estimate(),
                        remaining.getOrDefault(service.name(), 0),
                        service.migration()))
                .toList();
        var retired = new TreeMap<>(running);
        retired.keySet().removeAll(here);
        return new RegionPlan(
                region.name(),
                region.wave(),
                region.validations(),
                Validators.of(estate, environment, region, images),
                region.trafficShare(),
                region.rollbackWindow(),
                services,
                graph.groups(),
                retired);
    }

    private static Workload workload(Service service, Environment environment, Map<String, Image> images) {
        return new Workload(
                images.getOrDefault(service.name(), service.image()),
                environment.allotment().replicas(service.replicas()),
                service.port(),
                environment.allotment().of(service.resources()),
                service.health());
    }
}
