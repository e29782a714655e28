package io.tidegate.cli;

import io.tidegate.estate.SecondsRange;
import io.tidegate.estate.plan.Plan;
import io.tidegate.estate.plan.PlannedPhase;
import io.tidegate.estate.plan.PlannedWave;
import io.tidegate.estate.plan.RegionPlan;
import java.util.ArrayList;
import java.util.List;

/** A plan as a person reads it. */
final class PlanTable {
    private PlanTable() {}

    static String of(Plan plan) {
        var lines = new ArrayList<String>();
        lines.add("%s to %s, %s s".formatted(plan.estate(), plan.environment(), seconds(plan.estimate())));
        lines.add("");
        lines.add(row("PHASE", "NAME", "SECONDS", "SERVICES"));
        for (PlannedPhase phase : plan.phases()) {
            lines.add(row(
                    Integer.toString(phase.number()),
                    phase.name(),
                    seconds(phase.estimate()),
                    String.join(", ", phase.services())));
        }
        lines.add("");
        lines.add(row("WAVE", "REGION", "SERVICES", "ORDER"));
        for (PlannedWave wave : plan.waves()) {
            for (RegionPlan region : plan.regions()) {
                if (region.wave() == wave.number()) {
                    lines.add(row(
                            Integer.toString(wave.number()),
                            region.region(),
                            Integer.toString(region.services().size()),
                            order(region.order())));
                }
            }
        }
        lines.add("");
        lines.add("Critical path: " + String.join(" > ", plan.criticalPath()));
        return String.join("\n", lines) + "\n";
    }

    private static String row(String number, String name, String amount, String rest) {
        return "%-7s%-16s%-12s%s".formatted(number, name, amount, rest);
    }

    private static String order(List<List<String>> groups) {
        return String.join(
                " > ", groups.stream().map(group -> String.join("+", group)).toList());
    }

    private static String seconds(SecondsRange range) {
        return range.min() + "-" + range.max();
    }
}
