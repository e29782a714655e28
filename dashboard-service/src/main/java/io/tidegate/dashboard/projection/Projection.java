package io.tidegate.dashboard.projection;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the facts of the log add up to. It can be thrown away and made again of the same facts; a fact that is heard twice, or
 * an older state after a newer one, changes nothing. States are kept for all deployments, decisions for the latest.
 */
public final class Projection {
    private final NavigableMap<String, Fact.Deployment> deployments = new TreeMap<>();
    private final Map<String, String> places = new HashMap<>();
    private final NavigableMap<String, Fact.Region> regions = new TreeMap<>();
    private final NavigableMap<String, Fact.Service> services = new TreeMap<>();
    private final Histories histories;
    private final Commands commands;
    private final Map<String, String> claims;

    /**
     * @param histories of how many deployments decisions are kept
     * @param commands how many commands are kept
     */
    public Projection(int histories, int commands) {
        this.histories = new Histories(histories);
        this.commands = new Commands(commands);
        this.claims = Commands.latest(commands);
    }

    /** Takes a fact in. */
    public synchronized void apply(Fact fact) {
        commands.apply(fact);
        switch (fact) {
            case Fact.Deployment deployment -> apply(deployment);
            case Fact.Region region ->
                put(regions, region.deployment() + "/" + region.progress().region(), region);
            case Fact.Service service ->
                put(
                        services,
                        String.join("/", service.estate(), service.environment(), service.region(), service.service()),
                        service);
            case Fact.Refusal refusal -> histories.add(refusal.asDecision());
            case Fact.Decided decided -> histories.add(decided);
            case Fact.Command command -> {}
        }
    }

    private static <S extends Fact.Status> void put(Map<String, S> states, String key, S state) {
        states.merge(key, state, (known, heard) -> heard.at().isBefore(known.at()) ? known : heard);
    }

    private void apply(Fact.Deployment deployment) {
        var place = newestFirst(deployment.startTime()) + deployment.deployment();
        var former = places.getOrDefault(deployment.deployment(), place);
        if (!former.equals(place)) { // an id that is used again, after the first deployment of it was forgotten
            var known = deployments.get(former);
            if (known != null && deployment.at().isBefore(known.at())) {
                return;
            }
            deployments.remove(former);
        }
        put(deployments, place, deployment);
        places.put(deployment.deployment(), place);
    }

    private static String newestFirst(Instant start) {
        return "%016x/".formatted(Long.MAX_VALUE - Math.max(0, start.toEpochMilli()));
    }

    /** Deployments, the newest first. */
    public synchronized Page<Fact.Deployment> deployments(
            Filter filter, Optional<String> status, int limit, Optional<Page.Token> from) {
        return Page.of(
                deployments,
                each -> filter.wants(each)
                        && status.map(wanted -> wanted.equals(each.status()) || wanted.equals(each.phase()))
                                .orElse(true),
                limit,
                from);
    }

    /** The deployment of this id. */
    public synchronized Optional<Fact.Deployment> deployment(String id) {
        return Optional.ofNullable(places.get(id)).map(deployments::get);
    }

    /** Regions of deployments, in the order of the deployments' ids. */
    public synchronized Page<Fact.Region> regions(Filter filter, int limit, Optional<Page.Token> from) {
        return Page.of(regions, filter::wants, limit, from);
    }

    /** Services in regions, by estate, environment, region and name. */
    public synchronized Page<Fact.Service> services(Filter filter, int limit, Optional<Page.Token> from) {
        return Page.of(services, filter::wants, limit, from);
    }

    /**
     * The decisions on a deployment, in order of time; none for one that is older than those whose decisions are kept, and
     * empty for one of which nothing is known.
     */
    public synchronized Optional<List<Decision>> decisions(String deployment) {
        return histories.of(deployment).or(() -> deployment(deployment).map(known -> List.of()));
    }

    /** Whether an order is to be published; who asks for it with its identity alone has that identity reserved. */
    public synchronized Admission admit(Order order) {
        var fingerprint = order.fingerprint();
        var known = commands.find(order.commandId()).map(Fact.Command::fingerprint);
        var claimed = known.or(() -> Optional.ofNullable(claims.get(order.commandId())));
        if (claimed.isPresent() && !claimed.get().equals(fingerprint)) {
            return Admission.KEY_REUSED;
        }
        if (known.isPresent()) {
            return Admission.KNOWN;
        }
        if (order.intent() instanceof Intent.Deploy && isTaken(order)) {
            return Admission.ALREADY_EXISTS;
        }
        claims.put(order.commandId(), fingerprint);
        return Admission.PUBLISH;
    }

    private boolean isTaken(Order order) {
        return places.containsKey(order.deployment())
                || commands.all().stream()
                        .filter(other -> other.word().equals(order.intent().word())
                                && other.deployment().equals(order.deployment()))
                        .anyMatch(other -> !(commands.outcome(other) instanceof Outcome.Refused));
    }

    /** What is to be done with an order. */
    public enum Admission {
        /** It is new. */
        PUBLISH,
        /** It was published already. */
        KNOWN,
        /** Something else was asked under the same identity. */
        KEY_REUSED,
        /** It asks for a deployment under an id that another one has. */
        ALREADY_EXISTS
    }

    /** A command and what became of it. */
    public record Followed(Fact.Command command, Outcome outcome) {}

    /** The command of this id. */
    public synchronized Optional<Followed> command(String id) {
        return commands.find(id)
                .or(() -> commands.refusal(id).map(Projection::forgotten))
                .map(command -> new Followed(command, commands.outcome(command)));
    }

    /** A refusal outlives its command on the log; who asked is not known any more. */
    private static Fact.Command forgotten(Fact.Refusal refusal) {
        return new Fact.Command(
                refusal.commandId(),
                refusal.command(),
                refusal.deployment(),
                refusal.estate(),
                refusal.environment(),
                new Actor("", "", ""),
                refusal.at(),
                "");
    }
}
