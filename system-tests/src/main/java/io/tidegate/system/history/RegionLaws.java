package io.tidegate.system.history;

import io.tidegate.schemas.avro.DeploymentRolledBack;
import io.tidegate.schemas.avro.HealthVerdict;
import io.tidegate.schemas.avro.RegionDeploying;
import io.tidegate.schemas.avro.RegionPrepared;
import io.tidegate.schemas.avro.RegionRolledBack;
import io.tidegate.schemas.avro.RunningService;
import io.tidegate.schemas.avro.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What must be true of what regions report. */
final class RegionLaws {
    private RegionLaws() {}

    /** 5. After a rollback every region that had begun runs exactly what it ran before, service by service. */
    static List<Violation> rolledBackMeansAsBefore(History history) {
        var broken = new ArrayList<Violation>();
        var before = new HashMap<String, Map<String, String>>();
        history.all(RegionPrepared.class)
                .map(History.Seen::record)
                .forEach(report -> before.putIfAbsent(
                        place(report.getDeploymentId(), report.getRegion()), images(report.getRunning())));
        var after = new HashMap<String, Map<String, String>>();
        history.all(RegionRolledBack.class).map(History.Seen::record).forEach(report -> {
            var place = place(report.getDeploymentId(), report.getRegion());
            var images = images(report.getRunning());
            after.put(place, images);
            if (!images.equals(before.get(place))) {
                broken.add(new Violation(
                        5, place + " runs " + images + " after its rollback, but ran " + before.get(place)));
            }
        });
        history.all(DeploymentRolledBack.class).map(History.Seen::record).forEach(end -> history.all(
                        RegionDeploying.class)
                .map(History.Seen::record)
                .filter(begun -> begun.getDeploymentId().equals(end.getDeploymentId()))
                .map(begun -> place(begun.getDeploymentId(), begun.getRegion()))
                .filter(place -> !after.containsKey(place))
                .forEach(place ->
                        broken.add(new Violation(5, place + " began, but does not report that it was rolled back"))));
        return broken;
    }

    /** 8. An unhealthy verdict is never unsaid. */
    static List<Violation> unhealthyIsNeverUnsaid(History history) {
        var broken = new ArrayList<Violation>();
        var unhealthy = new HashSet<String>();
        history.all(HealthVerdict.class).forEach(seen -> {
            var verdict = seen.record();
            var subject = place(verdict.getDeploymentId(), verdict.getRegion()) + " " + verdict.getService() + " "
                    + verdict.getVersion();
            if (verdict.getVerdict() == Verdict.unhealthy) {
                unhealthy.add(subject);
            } else if (unhealthy.contains(subject)) {
                broken.add(new Violation(
                        8,
                        subject + " was unhealthy and is called " + verdict.getVerdict() + " at offset "
                                + seen.entry().offset()));
            }
        });
        return broken;
    }

    private static String place(String deployment, String region) {
        return deployment + " in " + region;
    }

    private static Map<String, String> images(List<RunningService> running) {
        var images = new TreeMap<String, String>();
        running.forEach(service -> images.put(service.getService(), service.getImage()));
        return images;
    }
}
