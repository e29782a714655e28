package io.tidegate.dashboard.projection;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The latest commands and what became of them: a refusal names its command, and so does what carries it out. */
public final class Commands {
    private final Map<String, Fact.Command> commands;
    private final Map<String, Fact.Refusal> refusals;
    private final Map<String, Instant> obeyed;

    /** @param kept how many commands are remembered */
    public Commands(int kept) {
        this.commands = latest(kept);
        this.refusals = latest(kept);
        this.obeyed = latest(kept);
    }

    /** Takes in what concerns commands. */
    public void apply(Fact fact) {
        switch (fact) {
            case Fact.Command command -> commands.put(command.commandId(), command);
            case Fact.Refusal refusal -> refusals.put(refusal.commandId(), refusal);
            case Fact.Decided decided ->
                decided.commandId()
                        .ifPresent(
                                id -> obeyed.putIfAbsent(id, decided.decision().at()));
            case Fact.Deployment status -> {}
            case Fact.Region status -> {}
            case Fact.Service status -> {}
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
        return Optional.ofNullable(obeyed.get(command.commandId()))
                .<Outcome>map(Outcome.Accepted::new)
                .orElseGet(Outcome.Pending::new);
    }

    /** A map that forgets what it has known longest. */
    static <K, V> Map<K, V> latest(int kept) {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > kept;
            }
        };
    }
}
