package io.tidegate.cli;

import io.tidegate.estate.SecondsRange;
import io.tidegate.estate.plan.Changed;
import io.tidegate.estate.plan.Plan;
import io.tidegate.estate.plan.PlannedPhase;
import io.tidegate.estate.plan.PlannedWave;
import io.tidegate.estate.plan.RegionPlan;
import io.tidegate.estate.plan.Schedule;
import io.tidegate.estate.plan.ServicePlan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A plan as a person reads it. */
final class PlanTable {
    private PlanTable() {}

    static String of(Plan plan) {
        return "%s to %s, %s s%n%n%s%n%s%n%s%nCritical path: %s%n%s"
                .formatted(
                        plan.estate(),
                        plan.environment(),
                        seconds(plan.estimate()),
                        phases(plan),
                        waves(plan),
                        changes(plan),
                        String.join(" > ", plan.criticalPath()),
                        irreversible(plan));
    }

    private static Table phases(Plan plan) {
        var table = new Table("PHASE", "NAME", "SECONDS", "SERVICES");
        for (PlannedPhase phase : plan.phases()) {
            table.row(phase.number(), phase.name(), seconds(phase.estimate()), String.join(", ", phase.services()));
        }
        return table;
    }

    private static Table waves(Plan plan) {
        var table = new Table("WAVE", "REGION", "SERVICES", "SECONDS", "VALIDATED BY", "ORDER");
        for (PlannedWave wave : plan.waves()) {
            for (RegionPlan region : plan.regions()) {
                if (region.wave() == wave.number()) {
                    table.row(
                            wave.number(),
                            region.region(),
                            region.services().size(),
                            seconds(Schedule.estimate(region, plan.policy())),
                            validations(region),
                            order(region.order()));
                }
            }
        }
        return table;
    }

    private static String validations(RegionPlan region) {
        return region.validationsInWords().entrySet().stream()
                .map(kind -> kind.getKey() + " (" + kind.getValue() + ")")
                .collect(Collectors.joining(", "));
    }

    /** The same change in several regions is one row. */
    private static String changes(Plan plan) {
        var regions = new LinkedHashMap<List<String>, String>();
        for (RegionPlan region : plan.regions()) {
            for (ServicePlan service : region.services()) {
                if (service.changes()) {
                    var from = service.previous()
                            .map(former -> former.image().reference())
                            .orElse("(new)");
                    var row = List.of(
                            service.service(),
                            from,
                            service.image().reference(),
                            String.join(", ", Changed.of(service)));
                    regions.merge(row, region.region(), (one, other) -> one + ", " + other);
                }
            }
            region.retired().forEach((service, former) -> {
                var row = List.of(service, former.image().reference(), "(none)", "retired, once settled");
                regions.merge(row, region.region(), (one, other) -> one + ", " + other);
            });
        }
        if (regions.isEmpty()) {
            return "Nothing changes: everything runs already.\n";
        }
        var table = new Table("CHANGES", "FROM", "TO", "WHAT", "IN");
        for (Map.Entry<List<String>, String> change : regions.entrySet()) {
            var words = change.getKey();
            table.row(words.get(0), words.get(1), words.get(2), words.get(3), change.getValue());
        }
        return table.toString();
    }

    private static String irreversible(Plan plan) {
        return plan.irreversible().isEmpty()
                ? "Everything can be undone.\n"
                : "Cannot be undone: " + String.join("; ", plan.irreversible()) + "\n";
    }

    private static String order(List<List<String>> groups) {
        return String.join(
                " > ", groups.stream().map(group -> String.join("+", group)).toList());
    }

    private static String seconds(SecondsRange range) {
        return range.min() + "-" + range.max();
    }
}
