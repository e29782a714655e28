package io.tidegate.dashboard.audit;

import io.tidegate.dashboard.projection.Actor;
import io.tidegate.judge.Evidence;
import java.time.Instant;
import java.util.Optional;

/**
 * One line of an audit: something that was asked, or something that was decided.
 *
 * @param kind {@code command} or {@code decision}
 * @param what the command or the decision, in one word
 * @param actor who asked; for decisions that nobody asked for, none
 * @param commandId the command, or the one that led to the decision, where the log says so
 * @param outcome what became of a command: {@code pending}, {@code accepted} or {@code refused}; blank for decisions
 * @param rule what decided; for a refused command, the reason word
 * @param message in one sentence
 */
public record AuditLine(
        Instant at,
        String kind,
        String what,
        String deployment,
        String estate,
        String environment,
        Optional<Actor> actor,
        String commandId,
        String outcome,
        String rule,
        String region,
        String service,
        String message,
        Optional<Evidence> evidence) {}
