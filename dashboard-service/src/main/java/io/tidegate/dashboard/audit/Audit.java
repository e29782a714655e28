package io.tidegate.dashboard.audit;

import io.tidegate.dashboard.projection.Actor;
import io.tidegate.dashboard.projection.Commands;
import io.tidegate.dashboard.projection.Fact;
import io.tidegate.dashboard.projection.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who asked for what, when and why, what became of it, and every decision with what it rests on. The log keeps commands for
 * a week and decisions for as long as their topics say; a decision that was ordered names who ordered it as well.
 */
public final class Audit {
    private static final Comparator<AuditLine> ORDER = Comparator.comparing(AuditLine::at)
            .thenComparing(AuditLine::kind)
            .thenComparing(AuditLine::deployment)
            .thenComparing(AuditLine::region)
            .thenComparing(AuditLine::service)
            .thenComparing(AuditLine::what);

    private final Instant from;
    private final Instant to;
    private final int most;
    private final Commands commands = new Commands(Integer.MAX_VALUE);
    private final Set<Fact.Decided> decisions = new LinkedHashSet<>();

    /**
     * An audit of what was asked and decided in a span of time.
     *
     * @param from the first moment that counts
     * @param to the first moment that does not count any more
     * @param most how many lines it may have
     */
    public Audit(Instant from, Instant to, int most) {
        this.from = from;
        this.to = to;
        this.most = most;
    }

    /** There would be more lines than there may be. */
    public static final class TooLongException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLongException(int most) {
            super("the audit would have more than " + most + " lines; ask for a shorter span of time");
        }
    }

    /**
     * Takes a fact in; states are none of an audit's business.
     *
     * @throws TooLongException if that is too much
     */
    public void hear(Fact fact) {
        commands.apply(fact);
        switch (fact) {
            case Fact.Decided decided -> add(decided);
            case Fact.Refusal refusal -> add(refusal.asDecision());
            case Fact.Command command -> {}
            case Fact.Deployment state -> {}
            case Fact.Region state -> {}
            case Fact.Service state -> {}
        }
    }

    private void add(Fact.Decided decided) {
        if (within(decided.decision().at())) {
            decisions.add(decided);
            if (decisions.size() > most) {
                throw new TooLongException(most);
            }
        }
    }

    private boolean within(Instant at) {
        return !at.isBefore(from) && at.isBefore(to);
    }

    /**
     * All lines, in order of time.
     *
     * @throws TooLongException if there are too many
     */
    public List<AuditLine> lines() {
        var lines = new ArrayList<AuditLine>();
        for (Fact.Command command : commands.all()) {
            if (within(command.requestedAt())) {
                lines.add(line(command));
            }
        }
        decisions.forEach(decided -> lines.add(line(decided)));
        if (lines.size() > most) {
            throw new TooLongException(most);
        }
        lines.sort(ORDER);
        return List.copyOf(lines);
    }

    private AuditLine line(Fact.Command command) {
        var outcome = commands.outcome(command);
        var refused = outcome instanceof Outcome.Refused no ? Optional.of(no) : Optional.<Outcome.Refused>empty();
        return new AuditLine(
                command.requestedAt(),
                "command",
                command.word(),
                command.deployment(),
                command.estate(),
                command.environment(),
                Optional.of(command.actor()),
                command.commandId(),
                outcome.word(),
                refused.map(Outcome.Refused::reason).orElse(""),
                "",
                "",
                refused.map(Outcome.Refused::message).orElse(""),
                Optional.empty());
    }

    private AuditLine line(Fact.Decided decided) {
        var decision = decided.decision();
        return new AuditLine(
                decision.at(),
                "decision",
                decision.word(),
                decided.deployment(),
                decided.estate(),
                decided.environment(),
                actor(decided),
                decided.commandId().orElse(""),
                "",
                decision.rule(),
                decision.region(),
                decision.service(),
                decision.message(),
                decision.evidence());
    }

    private Optional<Actor> actor(Fact.Decided decided) {
        return decided.actor()
                .or(() -> decided.commandId().flatMap(commands::find).map(Fact.Command::actor));
    }
}
