package io.tidegate.health.kafka;

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

/** Keeps how every service stands, and says what is alarming about it when that begins and when it is over. */
final class Alerting {
    /** What is dated farther ahead than this has a wrong clock, and would make all others late. */
    private static final Duration AHEAD = Duration.ofMinutes(1);

    private final Known known;

    Alerting(Known known) {
        this.known = known;
    }

    /** A plan says what share of a service's requests must succeed; that holds until another plan says otherwise. */
    void planned(String place, String service, double objective) {
        var standing = known.standing(place, service);
        if (standing.budget().objective() != objective) {
            known.hold(place, standing.towards(objective));
            known.write(place);
        }
    }

    /**
     * A sample of a service came.
     *
     * @param place the service's key in the stores
     * @return whether something was said
     */
    boolean sampled(String place, HealthSample sample, Instant now, Consumer<Alert> say) {
        if (sample.getOutcome() != SampleOutcome.read
                || !sample.getMeasured()
                || sample.getSecond().isAfter(now.plus(AHEAD))) {
            return false;
        }
        var step = known.intervals(place).plus(counted(sample));
        known.hold(place, step.intervals());
        if (step.closed().isEmpty()) {
            return false;
        }
        var standing = known.standing(place, sample.getService());
        var alarmed = standing.alarmed();
        for (Intervals.Closed closed : step.closed()) {
            standing = standing.observe(closed.usage(), closed.p95Seconds());
            var alarms = new ArrayList<>(standing.alarms());
            known.watch(place).flatMap(trial -> incident(trial, sample, now)).ifPresent(alarms::add);
            standing = said(standing, alarms, sample, closed.usage().at().plus(Intervals.LENGTH), say);
        }
        known.hold(place, standing);
        return !standing.alarmed().equals(alarmed);
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
