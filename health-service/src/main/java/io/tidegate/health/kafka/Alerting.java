package io.tidegate.health.kafka;

import io.tidegate.eventlog.ParsedStore;
import io.tidegate.health.watch.Intervals;
import io.tidegate.health.watch.Watch;
import io.tidegate.judge.alert.Alarm;
import io.tidegate.judge.alert.Alarm.Name;
import io.tidegate.judge.alert.Standing;
import io.tidegate.schemas.avro.Alert;
import io.tidegate.schemas.avro.AlertSeverity;
import io.tidegate.schemas.avro.HealthSample;
import io.tidegate.schemas.avro.LatencyBucket;
import io.tidegate.schemas.avro.SampleOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Keeps how every service stands, and says what is alarming about it when that begins and when it is over. The open
 * interval is kept apart from the rest, because it is written with every sample.
 */
final class Alerting {
    /** What is dated farther ahead than this has a wrong clock, and would make all others late. */
    private static final Duration AHEAD = Duration.ofMinutes(1);

    private final ParsedStore<Intervals> intervals;
    private final ParsedStore<Standing> standings;

    Alerting(ParsedStore<Intervals> intervals, ParsedStore<Standing> standings) {
        this.intervals = intervals;
        this.standings = standings;
    }

    /** A plan says what share of a service's requests must succeed; that holds until another plan says otherwise. */
    void planned(String place, String service, double objective) {
        var standing =
                Optional.ofNullable(standings.get(place)).orElseGet(() -> Standing.of(service, Intervals.LENGTH));
        if (standing.budget().objective() != objective) {
            standings.put(place, standing.towards(objective));
        }
    }

    /**
     * A sample of a service came.
     *
     * @param place the service's key in the stores
     * @param watch the service's trial, if it has one
     */
    void sampled(String place, HealthSample sample, Optional<Watch> watch, Instant now, Consumer<Alert> say) {
        if (sample.getOutcome() != SampleOutcome.read
                || !sample.getMeasured()
                || sample.getSecond().isAfter(now.plus(AHEAD))) {
            return;
        }
        var before = Optional.ofNullable(intervals.get(place)).orElse(Intervals.NONE);
        var step = before.plus(counted(sample));
        if (!step.intervals().equals(before)) {
            intervals.put(place, step.intervals());
        }
        if (step.closed().isEmpty()) {
            return;
        }
        var standing = Optional.ofNullable(standings.get(place))
                .orElseGet(() -> Standing.of(sample.getService(), Intervals.LENGTH));
        for (Intervals.Closed closed : step.closed()) {
            standing = standing.observe(closed.usage(), closed.p95Seconds());
            var alarms = new ArrayList<>(standing.alarms());
            watch.flatMap(trial -> incident(trial, sample, now)).ifPresent(alarms::add);
            standing = said(standing, alarms, sample, closed.usage().at().plus(Intervals.LENGTH), say);
        }
        standings.put(place, standing);
    }

    private static Optional<Alarm> incident(Watch watch, HealthSample sample, Instant now) {
        return Optional.ofNullable(watch.subjects().get(sample.getService()))
                .flatMap(subject -> subject.trial().incidentAt(now))
                .map(moment -> new Alarm(Name.SHARED_INCIDENT, sample.getService() + ": " + moment.message()));
    }

    private static Standing said(
            Standing standing, List<Alarm> alarms, HealthSample sample, Instant at, Consumer<Alert> say) {
        var now = new TreeMap<Name, Instant>();
        for (Alarm alarm : alarms) {
            var since = standing.alarmed().get(alarm.name());
            if (since == null && !now.containsKey(alarm.name())) {
                say.accept(alert(sample, alarm.name(), true, alarm.message(), at, at));
            }
            now.putIfAbsent(alarm.name(), since == null ? at : since);
        }
        for (Map.Entry<Name, Instant> former : standing.alarmed().entrySet()) {
            if (!now.containsKey(former.getKey())) {
                var over = "%s of %s is over".formatted(word(former.getKey()), sample.getService());
                say.accept(alert(sample, former.getKey(), false, over, former.getValue(), at));
            }
        }
        return standing.alarmed(now);
    }

    private static Alert alert(
            HealthSample sample, Name name, boolean firing, String message, Instant since, Instant at) {
        return Alert.newBuilder()
                .setEstate(sample.getEstate())
                .setEnvironment(sample.getEnvironment())
                .setRegion(sample.getRegion())
                .setService(sample.getService())
                .setName(word(name))
                .setSeverity(AlertSeverity.valueOf(name.severity().name().toLowerCase(Locale.ROOT)))
                .setFiring(firing)
                .setMessage(message)
                .setSince(since)
                .setAt(at)
                .build();
    }

    private static String word(Name name) {
        return name.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Intervals.Sample counted(HealthSample sample) {
        return new Intervals.Sample(
                sample.getSource(),
                sample.getVersion(),
                sample.getSecond(),
                sample.getRequests(),
                sample.getErrors(),
                sample.getLatency().stream()
                        .collect(Collectors.toMap(LatencyBucket::getIndex, LatencyBucket::getCount, Long::sum)),
                Optional.ofNullable(sample.getCpuShare()),
                Optional.ofNullable(sample.getMemoryShare()));
    }
}
