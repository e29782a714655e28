package io.tidegate.cli;

import io.tidegate.schemas.avro.HealthVerdict;
import io.tidegate.schemas.avro.RegionCompleted;
import io.tidegate.schemas.avro.RegionDeploying;
import io.tidegate.schemas.avro.RegionRolledBack;
import io.tidegate.schemas.avro.RegionRollingBack;
import io.tidegate.schemas.avro.RegionValidating;
import io.tidegate.schemas.avro.ServiceDeployed;
import io.tidegate.schemas.avro.ServiceRolledBack;
import io.tidegate.schemas.avro.Verdict;
import io.tidegate.schemas.avro.WaveStarted;
import io.tidegate.schemas.topics.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * What a deployment did in each region, and when, as its events tell.
 *
 * @param regions in the order in which they were reached
 */
record DemoTimeline(Instant start, Instant end, List<String> regions, List<Span> spans, List<Mark> marks) {
    /** What goes on in a region for a while. */
    enum Doing {
        DEPLOYING("deploying"),
        VALIDATING("validating"),
        SERVING("the new version serves"),
        TAKING("taking it back"),
        VERIFYING("verifying");

        private final String words;

        Doing(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /** What happens in a moment. */
    enum Happening {
        SERVICE_DEPLOYED,
        FOUND_UNHEALTHY,
        SERVICE_TAKEN_BACK
    }

    /** A while in one region. */
    record Span(String region, Doing doing, Instant from, Instant to) {}

    /** A moment in one region, or, for a wave, in all. */
    record Mark(String region, Happening happening, String text, Instant at) {}

    DemoTimeline {
        regions = List.copyOf(regions);
        spans = List.copyOf(spans);
        marks = List.copyOf(marks);
    }

    /** The timeline of a deployment; empty where nothing is known of it. */
    static Optional<DemoTimeline> of(ControlPlane controlPlane, String deploymentId) {
        var events = new ArrayList<SpecificRecord>();
        controlPlane.readAll(
                (key, record) -> {
                    if (deploymentId.equals(field(record, "deploymentId")) && field(record, "at") instanceof Instant) {
                        events.add(record);
                    }
                },
                Topic.DEPLOYMENT_EVENTS,
                Topic.REGION_EVENTS,
                Topic.HEALTH_VERDICTS);
        return of(events);
    }

    /** The timeline that these events of one deployment tell. */
    static Optional<DemoTimeline> of(List<SpecificRecord> events) {
        if (events.isEmpty()) {
            return Optional.empty();
        }
        var ordered =
                events.stream().sorted(Comparator.comparing(DemoTimeline::at)).toList();
        var drawing = new Drawing();
        ordered.forEach(drawing::hear);
        return Optional.of(drawing.until(at(ordered.getFirst()), at(ordered.getLast())));
    }

    /** Spans in the making: what each region does now, and since when. */
    private static final class Drawing {
        private final List<String> regions = new ArrayList<>();
        private final List<Span> spans = new ArrayList<>();
        private final List<Mark> marks = new ArrayList<>();
        private final Map<String, Span> open = new HashMap<>();

        void hear(SpecificRecord event) {
            switch (event) {
                case WaveStarted wave -> wave.getRegions().forEach(this::reach);
                case RegionDeploying in -> turn(in.getRegion(), Doing.DEPLOYING, in.getAt());
                case RegionValidating in -> turn(in.getRegion(), Doing.VALIDATING, in.getAt());
                case RegionCompleted in -> turn(in.getRegion(), Doing.SERVING, in.getAt());
                case RegionRollingBack in -> turn(in.getRegion(), Doing.TAKING, in.getAt());
                case RegionRolledBack in -> close(in.getRegion(), in.getAt());
                case ServiceDeployed in ->
                    mark(in.getRegion(), Happening.SERVICE_DEPLOYED, in.getService() + " deployed", in.getAt());
                case ServiceRolledBack in -> {
                    mark(in.getRegion(), Happening.SERVICE_TAKEN_BACK, in.getService() + " taken back", in.getAt());
                    // Until the last service is back it is execution; what follows proves it.
                    turn(in.getRegion(), Doing.VERIFYING, in.getAt());
                }
                case HealthVerdict in
                when in.getVerdict() == Verdict.unhealthy ->
                    mark(in.getRegion(), Happening.FOUND_UNHEALTHY, in.getMessage(), in.getAt());
                default -> {}
            }
        }

        private void reach(String region) {
            if (!regions.contains(region)) {
                regions.add(region);
            }
        }

        private void turn(String region, Doing doing, Instant at) {
            reach(region);
            var now = open.get(region);
            if (doing == Doing.VERIFYING && now != null && now.doing() == Doing.VERIFYING) {
                // One more service came back: it was not yet the last.
                open.put(region, new Span(region, Doing.VERIFYING, at, at));
                spans.replaceAll(span -> span.region().equals(region) && span.doing() == Doing.TAKING
                        ? new Span(region, Doing.TAKING, span.from(), at)
                        : span);
                return;
            }
            close(region, at);
            open.put(region, new Span(region, doing, at, at));
        }

        private void close(String region, Instant at) {
            var now = open.remove(region);
            if (now != null) {
                spans.add(new Span(region, now.doing(), now.from(), at));
            }
        }

        private void mark(String region, Happening happening, String text, Instant at) {
            reach(region);
            marks.add(new Mark(region, happening, text, at));
        }

        DemoTimeline until(Instant start, Instant end) {
            List.copyOf(open.keySet()).forEach(region -> close(region, end));
            spans.sort(Comparator.comparing(Span::from));
            return new DemoTimeline(start, end, regions, spans, marks);
        }
    }

    private static Instant at(SpecificRecord event) {
        return field(event, "at") instanceof Instant at ? at : Instant.EPOCH;
    }

    private static Object field(SpecificRecord record, String name) {
        var field = record.getSchema().getField(name);
        var value = field == null ? null : record.get(field.pos());
        return value == null ? "" : value;
    }
}
