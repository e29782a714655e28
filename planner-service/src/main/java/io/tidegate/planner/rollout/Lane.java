package io.tidegate.planner.rollout;

import io.tidegate.estate.FixedMap;
import io.tidegate.estate.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An estate's environment: at most one deployment is under way in it.
 *
 * @param deployment the latest deployment
 * @param running what runs, by region and service, as the regions last said
 * @param queue what waits for its turn
 * @param settings what people have set for it
 * @param sharing how traffic is to be shared out, once a deployment has said so
 * @param commands ids of the last commands that were heeded, oldest first, so that none is heeded twice
 * @param heard the last position that was heard of every source of reports, so that who takes over knows what was not
 */
public record Lane(
        String key,
        Optional<Deployment> deployment,
        Map<String, Map<String, Workload>> running,
        Queue queue,
        Settings settings,
        Optional<Sharing> sharing,
        List<String> commands,
        Map<String, Long> heard) {
    private static final int REMEMBERED_COMMANDS = 200;

    public Lane {
        if (!(running instanceof FixedMap)) {
            var copy = new TreeMap<String, Map<String, Workload>>();
            running.forEach((region, workloads) -> copy.put(region, FixedMap.sorted(workloads)));
            running = FixedMap.sorted(copy);
        }
        commands = List.copyOf(commands);
        heard = FixedMap.sorted(heard);
    }

    /** A lane in which nothing ever happened. */
    public static Lane empty(String key) {
        return new Lane(
                key, Optional.empty(), Map.of(), Queue.EMPTY, Settings.NONE, Optional.empty(), List.of(), Map.of());
    }

    /** Whether time alone may change something here. */
    public boolean waits() {
        return !queue.isEmpty() || deployment.filter(Deployment::waits).isPresent();
    }

    /** Whether only a person can decide what comes next. */
    public boolean isHeld() {
        return deployment.filter(known -> known.stage() == Stage.HELD).isPresent();
    }

    /** Whether a deployment keeps others from starting. */
    boolean isBusy() {
        return deployment.filter(known -> known.stage().busy()).isPresent();
    }

    /** Where the deployment of this id is, if it is the latest or waits. */
    public Optional<Stage> stageOf(String id) {
        return queue.find(id)
                .map(Waiting::stage)
                .or(() -> deployment.filter(known -> known.id().equals(id)).map(Deployment::stage));
    }

    Lane with(Deployment next) {
        return new Lane(key, Optional.of(next), running, queue, settings, sharing, commands, heard);
    }

    Lane with(Queue next) {
        return new Lane(key, deployment, running, next, settings, sharing, commands, heard);
    }

    Lane with(Settings next) {
        return new Lane(key, deployment, running, queue, next, sharing, commands, heard);
    }

    Lane sharing(Optional<Sharing> next) {
        return new Lane(key, deployment, running, queue, settings, next, commands, heard);
    }

    /** Whose wish it is that nothing new begins, if it is somebody's. */
    public Optional<Freeze> freeze() {
        return settings.freeze();
    }

    /** The region that is out, if one is. */
    public Optional<Drained> drained() {
        return settings.drained();
    }

    /** Whether a region is out. */
    boolean isDrained(String region) {
        return drained().filter(out -> out.region().equals(region)).isPresent();
    }

    Lane running(String region, Map<String, Workload> workloads) {
        var changed = new TreeMap<>(running);
        changed.put(region, workloads);
        return new Lane(key, deployment, changed, queue, settings, sharing, commands, heard);
    }

    /** Whether a report at this position of its source was heard. */
    public boolean hasHeard(String source, long position) {
        return heard.getOrDefault(source, 0L) >= position;
    }

    /** Remembers how far a source was heard. */
    public Lane hearing(String source, long position) {
        var more = new TreeMap<>(heard);
        more.merge(source, position, Math::max);
        return new Lane(key, deployment, running, queue, settings, sharing, commands, more);
    }

    /** Remembers that a command was heeded. */
    public Lane heeded(String commandId) {
        var remembered = new ArrayList<>(commands);
        remembered.add(commandId);
        int surplus = Math.max(0, remembered.size() - REMEMBERED_COMMANDS);
        return new Lane(
                key,
                deployment,
                running,
                queue,
                settings,
                sharing,
                remembered.subList(surplus, remembered.size()),
                heard);
    }

    /** Whether a command was heeded before. */
    public boolean knows(String commandId) {
        return commands.contains(commandId);
    }
}
