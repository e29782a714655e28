package io.tidegate.planner.rollout;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What people have set for a lane.
 *
 * @param freeze whose wish it is that nothing new begins, if it is somebody's
 * @param drained the region that is out, if one is
 * @param writes by setting, the latest that was heeded
 */
public record Settings(Optional<Freeze> freeze, Optional<Drained> drained, Map<Setting, Write> writes) {
    static final Settings NONE = new Settings(Optional.empty(), Optional.empty(), Map.of());

    public Settings {
        var copy = new EnumMap<Setting, Write>(Setting.class);
        copy.putAll(writes);
        writes = Collections.unmodifiableMap(copy);
    }

    Optional<Write> latest(Setting setting) {
        return Optional.ofNullable(writes.get(setting));
    }

    Settings after(DeploymentEvent.OfLane event) {
        return switch (event) {
            case DeploymentEvent.LaneFrozen frozen ->
                new Settings(
                        Optional.of(new Freeze(frozen.write().actor(), frozen.at(), frozen.until())),
                        drained,
                        with(Setting.FREEZE, frozen.write()));
            case DeploymentEvent.LaneUnfrozen over ->
                new Settings(Optional.empty(), drained, with(Setting.FREEZE, over.write()));
            case DeploymentEvent.RegionDrained out ->
                new Settings(
                        freeze,
                        Optional.of(new Drained(out.region(), out.write().actor(), out.at())),
                        with(Setting.DRAIN, out.write()));
            case DeploymentEvent.RegionUndrained in ->
                new Settings(freeze, Optional.empty(), with(Setting.DRAIN, in.write()));
            case DeploymentEvent.OrderSuperseded late -> this;
        };
    }

    private Map<Setting, Write> with(Setting setting, Write write) {
        var all = new EnumMap<Setting, Write>(Setting.class);
        all.putAll(writes);
        all.put(setting, write);
        return all;
    }
}
