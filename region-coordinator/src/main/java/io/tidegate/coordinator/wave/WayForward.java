package io.tidegate.coordinator.wave;

import io.tidegate.coordinator.wave.Attempt.Phase;
import io.tidegate.coordinator.wave.ServiceWork.Stage;
import io.tidegate.estate.Strategy;
import java.util.Comparator;

/** Brings services in: each as soon as all that it depends on is there, the longest remaining path first. */
final class WayForward {
    private WayForward() {}

    static void pass(Progress progress) {
        startWhatMay(progress);
        progress.drive(Stage.WORKING);
        var attempt = progress.attempt();
        if (attempt.phase() == Phase.DEPLOYING && attempt.all(ServiceWork::settled)) {
            progress.attempt(attempt.enter(Phase.VALIDATING, progress.now()));
            progress.say(new Output.Validating());
        }
    }

    /** What runs for a service whose moves are done. A canary's former version stays until the deployment is settled. */
    static Running arrived(ServiceWork work) {
        if (!work.bringsVersion()) {
            return Running.serving(work.plan().workload(), work.before().flatMap(Running::kept));
        }
        boolean keeps = work.plan().strategy() == Strategy.CANARY;
        return Running.serving(
                work.plan().workload(), work.before().filter(former -> keeps).map(Running::image));
    }

    private static void startWhatMay(Progress progress) {
        var attempt = progress.attempt();
        long busy =
                attempt.works().values().stream().filter(ServiceWork::moving).count();
        var ready = attempt.works().values().stream()
                .filter(work -> work.stage() == Stage.WAITING)
                .filter(work -> mayStart(attempt, work))
                .sorted(Comparator.comparing((ServiceWork work) -> -work.plan().remainingSeconds())
                        .thenComparing(ServiceWork::service))
                .limit(Math.max(0, attempt.policy().concurrency() - busy))
                .toList();
        for (ServiceWork work : ready) {
            var moves = Strategies.forward(work.plan(), work.before(), attempt.policy());
            progress.work(work.enter(Stage.WORKING, moves, progress.now()));
        }
    }

    private static boolean mayStart(Attempt attempt, ServiceWork work) {
        boolean needsAreThere = work.plan().dependsOn().stream()
                .allMatch(need -> attempt.work(need).settled());
        return needsAreThere
                && (!attempt.policy().phaseBarriers()
                        || attempt.all(other -> other.settled()
                                || other.plan().phase() >= work.plan().phase()));
    }
}
