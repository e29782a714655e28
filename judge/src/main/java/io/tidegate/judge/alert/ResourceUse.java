package io.tidegate.judge.alert;

import io.tidegate.judge.alert.Alarm.Name;
import io.tidegate.judge.alert.Buckets.Bucket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a service uses of the processor and memory that it was given, and what is alarming about it (specification S13).
 *
 * @param minutes for windows up to an hour
 * @param hours for windows up to eight days
 */
public record ResourceUse(Buckets minutes, Buckets hours) {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int DAYS = 8;

    private static final double SPIKE = 3;

    /** What is small for a share of a limit: three times next to nothing is no spike. */
    private static final double NOTEWORTHY = 0.3;

    private static final double CREEP = 1.2;
    private static final double STARVED = 0.98;
    private static final Duration STARVING = Duration.ofMinutes(5);

    /** A resource and its limits. */
    private record Resource(
            String name,
            Function<Bucket, Optional<Double>> use,
            double tooLittleUsed,
            double tooMuchUsed,
            Duration tooMuchFor) {}

    private static final List<Resource> RESOURCES = List.of(
            new Resource("processor", Bucket::meanProcessor, 0.3, 0.85, HOUR),
            new Resource("memory", Bucket::meanMemory, 0.4, 0.9, Duration.ofMinutes(30)));

    /** Before anything was measured. */
    public static ResourceUse unknown() {
        return new ResourceUse(Buckets.of(Duration.ofMinutes(1), 60), Buckets.of(HOUR, DAYS * 24));
    }

    /** After one more interval. */
    public ResourceUse plus(Usage usage) {
        return new ResourceUse(minutes.plus(usage), hours.plus(usage));
    }

    /** What is alarming at present; of each kind and resource at most one. */
    public List<Alarm> alarms(String service) {
        var alarms = new ArrayList<Alarm>();
        for (Resource resource : RESOURCES) {
            provision(resource, service).ifPresent(alarms::add);
            spike(resource, service).ifPresent(alarms::add);
            creep(resource, service).ifPresent(alarms::add);
        }
        return alarms;
    }

    private Optional<Alarm> provision(Resource resource, String service) {
        if (always(minutes, STARVING, resource, use -> use >= STARVED)) {
            return alarm(
                    Name.RESOURCE_STARVATION,
                    service,
                    resource,
                    "at its limit for %d min".formatted(STARVING.toMinutes()));
        }
        if (always(minutes, resource.tooMuchFor(), resource, use -> use > resource.tooMuchUsed())) {
            return alarm(
                    Name.UNDER_PROVISIONED,
                    service,
                    resource,
                    "above %.0f %% of its limit for %d min"
                            .formatted(
                                    resource.tooMuchUsed() * 100,
                                    resource.tooMuchFor().toMinutes()));
        }
        return always(hours, DAY, resource, use -> use < resource.tooLittleUsed())
                ? alarm(
                        Name.OVER_PROVISIONED,
                        service,
                        resource,
                        "below %.0f %% of its limit for 24 h".formatted(resource.tooLittleUsed() * 100))
                : Optional.empty();
    }

    private Optional<Alarm> spike(Resource resource, String service) {
        var known = used(minutes.last(HOUR), resource);
        if (!minutes.covers(HOUR) || known.isEmpty()) {
            return Optional.empty();
        }
        double usual = known.stream().sorted().toList().get(known.size() / 2);
        double now = known.getLast();
        return now > NOTEWORTHY && now > SPIKE * usual
                ? alarm(
                        Name.RESOURCE_SPIKE,
                        service,
                        resource,
                        "%.0f %% of its limit, usually %.0f %%".formatted(now * 100, usual * 100))
                : Optional.empty();
    }

    /** The last day against the same day of the week before, so that neither nights nor weekends count. */
    private Optional<Alarm> creep(Resource resource, String service) {
        var today = hours.last(DAY);
        var until = today.isEmpty() ? null : today.getFirst().start().minus(Duration.ofDays(DAYS - 2L));
        var then = hours.spans().stream()
                .filter(span -> until != null && span.start().isBefore(until))
                .toList();
        var before = used(then, resource);
        var now = used(today, resource);
        if (before.size() < 20 || now.size() < 20) {
            return Optional.empty();
        }
        double was = mean(before);
        double is = mean(now);
        return is > CREEP * was && is > NOTEWORTHY
                ? alarm(
                        Name.RESOURCE_CREEP,
                        service,
                        resource,
                        "%.0f %% of its limit, a week ago %.0f %%".formatted(is * 100, was * 100))
                : Optional.empty();
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    }

    private static List<Double> used(List<Bucket> spans, Resource resource) {
        return spans.stream()
                .flatMap(span -> resource.use().apply(span).stream())
                .toList();
    }

    private static boolean always(
            Buckets buckets, Duration back, Resource resource, java.util.function.DoublePredicate so) {
        var used = used(buckets.last(back), resource);
        return buckets.covers(back) && !used.isEmpty() && used.stream().allMatch(use -> so.test(use));
    }

    private static Optional<Alarm> alarm(Name name, String service, Resource resource, String what) {
        return Optional.of(new Alarm(name, "%s of %s: %s".formatted(resource.name(), service, what)));
    }
}
