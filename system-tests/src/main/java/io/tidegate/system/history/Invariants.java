package io.tidegate.system.history;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The invariants of the architecture as far as the log alone proves or disproves them: 1, 2, 4, 5, 6, 8 and 10. The run
 * must have come to rest. Where records of different regions are compared, their times are; the regions are taken to
 * share a clock, as they do on one machine.
 */
public final class Invariants {
    private static final List<Function<History, List<Violation>>> LAWS = List.of(
            DeploymentLaws::oneAtATime,
            DeploymentLaws::wavesInOrder,
            StepLaws::epochsOnlyRise,
            StepLaws::eachStepOnce,
            RegionLaws::rolledBackMeansAsBefore,
            CommandLaws::everyCommandIsAnswered,
            CommandLaws::everyDeploymentEnds,
            DeploymentLaws::endsAreFinal,
            RegionLaws::unhealthyIsNeverUnsaid,
            RecordLaws::whatCannotBeReadIsADeadLetter,
            RecordLaws::whatCanBeReadIsNone,
            StepLaws::everyRequestIsAnswered);

    private Invariants() {}

    /** What this history breaks; empty if it breaks nothing. */
    public static List<Violation> brokenBy(History history) {
        return LAWS.stream()
                .flatMap(law -> Stream.of(law.apply(history)))
                .flatMap(List::stream)
                .toList();
    }
}
