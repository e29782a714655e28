package io.tidegate.dashboard.projection;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The latest commands and what became of them. A refusal names its command, and so does the start of a deployment. What
 * cancels and takes back names only who ordered it: the first unrefused order of that actor has the first such event, the
 * second the second.
 */
public final class Commands {
    private static final Duration SKEW = Duration.ofSeconds(30);

    private final Map<String, Fact.Command> commands;
    private final Map<String, Fact.Refusal> refusals;
    private final Map<String, Instant> started;
    private final Map<String, List<Fact.Decided>> obeyed;

    /** @param kept how many commands are remembered, and how many deployments' orders */
    public Commands(int kept) {
        this.commands = latest(kept);
        this.refusals = latest(kept);
        this.started = latest(kept);
        this.obeyed = latest(kept);
    }

    /** Takes in what concerns commands. */
    public void apply(Fact fact) {
        switch (fact) {
            case Fact.Command command -> commands.put(command.commandId(), command);
            case Fact.Refusal refusal -> refusals.put(refusal.commandId(), refusal);
            case Fact.Decided decided -> apply(decided);
            case Fact.Deployment status -> {}
            case Fact.Region status -> {}
            case Fact.Service status -> {}
        }
    }

    private void apply(Fact.Decided decided) {
        decided.commandId()
                .ifPresent(id -> started.putIfAbsent(id, decided.decision().at()));
        var word = decided.decision().word();
        if (word.equals("rollback_started") || word.equals("deployment_cancelled")) {
            var known = obeyed.computeIfAbsent(decided.deployment(), unseen -> new ArrayList<>());
            if (!known.contains(decided)) {
                known.add(decided);
                known.sort(Comparator.comparing(each -> each.decision().at()));
            }
        }
    }

    /** The command of this id, as it was asked; empty where only its refusal is known, or nothing. */
    public Optional<Fact.Command> find(String id) {
        return Optional.ofNullable(commands.get(id));
    }

    /** The refusal of this command, if it was refused. */
    public Optional<Fact.Refusal> refusal(String id) {
        return Optional.ofNullable(refusals.get(id));
    }

    /** All commands that are remembered, in the order in which they were heard of. */
    public List<Fact.Command> all() {
        return List.copyOf(commands.values());
    }

    /** What became of this command. */
    public Outcome outcome(Fact.Command command) {
        var refusal = refusals.get(command.commandId());
        if (refusal != null) {
            return new Outcome.Refused(refusal.reason(), refusal.message(), refusal.at());
        }
        var start = Optional.ofNullable(started.get(command.commandId()));
        return start.or(() -> obeyed(command))
                .<Outcome>map(Outcome.Accepted::new)
                .orElseGet(Outcome.Pending::new);
    }

    private Optional<Instant> obeyed(Fact.Command command) {
        var before = commands.values().stream()
                .filter(other -> rivals(command, other) && !refusals.containsKey(other.commandId()))
                .sorted(Comparator.comparing(Fact.Command::requestedAt).thenComparing(Fact.Command::commandId))
                .takeWhile(other -> !other.commandId().equals(command.commandId()))
                .count();
        return obeyed.getOrDefault(command.deployment(), List.of()).stream()
                .filter(event -> answers(event, command))
                .skip(before)
                .map(event -> event.decision().at())
                .findFirst();
    }

    private static boolean rivals(Fact.Command command, Fact.Command other) {
        return other.word().equals(command.word())
                && other.deployment().equals(command.deployment())
                && other.actor().equals(command.actor());
    }

    /** A deployment that has changed nothing yet is cancelled at once; that event does not name who ordered it. */
    private static boolean answers(Fact.Decided event, Fact.Command command) {
        var decision = event.decision();
        boolean fits =
                switch (command.word()) {
                    case "cancel_deployment" ->
                        decision.word().equals("rollback_started")
                                ? decision.rule().equals("cancel")
                                : event.actor().isEmpty();
                    case "roll_back_deployment" ->
                        decision.word().equals("rollback_started")
                                && decision.rule().equals("command");
                    default -> false;
                };
        return fits
                && event.actor().map(command.actor()::equals).orElse(true)
                && !decision.at().isBefore(command.requestedAt().minus(SKEW));
    }

    /** A map that forgets what it has known longest. */
    static <V> Map<String, V> latest(int kept) {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > kept;
            }
        };
    }
}
