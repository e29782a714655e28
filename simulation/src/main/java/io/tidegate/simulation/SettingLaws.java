package io.tidegate.simulation;

import io.tidegate.planner.rollout.DeploymentEvent;
import io.tidegate.planner.rollout.Lane;
import java.util.ArrayList;
import java.util.List;

/** What must hold of what people set for a lane. */
final class SettingLaws {
    private SettingLaws() {}

    /** What somebody set and was undone by what was written earlier, and only came later. */
    static List<String> undone(Lane before, DeploymentEvent event, Lane after) {
        var undone = new ArrayList<String>();
        before.settings().writes().forEach((setting, write) -> {
            var latest = after.settings().writes().get(setting);
            if (latest == null || latest.written().compareTo(write.written()) < 0) {
                undone.add(setting + " was " + write + ", then: " + Trace.of(event));
            }
        });
        return undone;
    }
}
