package io.tidegate.estate.reading;

import io.tidegate.estate.HealthSettings;
import io.tidegate.estate.Image;
import io.tidegate.estate.Migration;
import io.tidegate.estate.Resources;
import io.tidegate.estate.SecondsRange;
import io.tidegate.estate.Service;
import io.tidegate.estate.Strategy;
import io.tidegate.estate.reading.EstateDraft.Placed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code services}. */
final class ServiceSection {
    private static final List<String> KEYS = List.of(
            "name",
            "image",
            "port",
            "replicas",
            "dependsOn",
            "phase",
            "strategy",
            "estimate",
            "critical",
            "resources",
            "health",
            "migration");
    private static final List<String> HEALTH_KEYS = List.of("live", "ready", "deep", "metrics", "interval", "timeout");
    private static final Pattern PATH = Pattern.compile("/\\S*");

    /** What a service takes whose file does not say. */
    private static final SecondsRange UNESTIMATED = new SecondsRange(30, 60);

    private ServiceSection() {}

    static List<Placed<Service>> read(Section spec) {
        return spec.sections("services", "a service", KEYS).stream()
                .map(ServiceSection::service)
                .toList();
    }

    private static Placed<Service> service(Section at) {
        var dependsOn = at.words("dependsOn");
        at.text("image"); // a missing image is a finding
        var service = new Service(
                at.name("name"),
                at.read(
                        "image",
                        new Image("unknown"),
                        "a reference such as repository/name:tag",
                        ServiceSection::image),
                at.integer("port", 80, 1, 65_535),
                at.integer("replicas", 1, 0, 10_000),
                dependsOn.stream().map(Word::text).toList(),
                at.integer("phase", 1, 1, EstateDraft.MOST),
                at.choice("strategy", Strategy.ROLLING, Strategy.class),
                estimate(at, UNESTIMATED),
                at.flag("critical", false),
                resources(at),
                at.section("health", HEALTH_KEYS).map(ServiceSection::health).orElse(HealthSettings.SPECIFICATION),
                at.section("migration", List.of("kind", "reversible")).map(ServiceSection::migration));
        return new Placed<>(service, at, dependsOn);
    }

    private static Optional<Image> image(String text) {
        return text.isBlank() || text.chars().anyMatch(Character::isWhitespace)
                ? Optional.empty()
                : Optional.of(new Image(text));
    }

    static SecondsRange estimate(Section at, SecondsRange fallback) {
        return at.section("estimate", List.of("min", "max"))
                .map(range -> {
                    int min = range.integer("min", 0, 0, EstateDraft.MOST);
                    return new SecondsRange(
                            min, range.integer("max", Math.max(min, fallback.max()), min, EstateDraft.MOST));
                })
                .orElse(fallback);
    }

    private static Resources resources(Section at) {
        var resources = at.section("resources", List.of("requests", "limits", "storage", "gpu"));
        if (resources.isEmpty()) {
            return Resources.NONE;
        }
        var requests = resources.get().section("requests", List.of("cpu", "memory"));
        var limits = resources.get().section("limits", List.of("cpu", "memory"));
        return new Resources(
                cpu(requests),
                memory(requests),
                cpu(limits),
                memory(limits),
                bytes(resources.get(), "storage"),
                resources.get().integer("gpu", 0, 0, 64));
    }

    private static long cpu(Optional<Section> at) {
        return at.map(section -> section.read("cpu", 0L, "cores such as 2, 0.5 or 250m", Units::cpu))
                .orElse(0L);
    }

    private static long memory(Optional<Section> at) {
        return at.map(section -> bytes(section, "memory")).orElse(0L);
    }

    private static long bytes(Section at, String key) {
        return at.read(key, 0L, "bytes such as 512Mi or 4Gi", Units::bytes);
    }

    private static HealthSettings health(Section at) {
        var fallback = HealthSettings.SPECIFICATION;
        return new HealthSettings(
                path(at, "live", fallback.live()),
                path(at, "ready", fallback.ready()),
                path(at, "deep", fallback.deep()),
                path(at, "metrics", fallback.metrics()),
                at.duration("interval", fallback.interval()),
                at.duration("timeout", shorter(fallback.timeout(), at)));
    }

    /** The timeout of a service that says only a short interval is half of that. */
    private static Duration shorter(Duration timeout, Section at) {
        var half = at.word("interval")
                .flatMap(word -> Units.duration(word.text()))
                .map(interval -> interval.dividedBy(2))
                .orElse(timeout);
        return half.compareTo(timeout) < 0 ? half : timeout;
    }

    private static String path(Section at, String key, String fallback) {
        return at.read(
                key,
                fallback,
                "a path such as " + fallback,
                text -> PATH.matcher(text).matches() ? Optional.of(text) : Optional.empty());
    }

    private static Migration migration(Section at) {
        at.text("kind"); // a missing kind is a finding
        var kind = at.choice("kind", Migration.Kind.EXPAND, Migration.Kind.class);
        return new Migration(kind, at.flag("reversible", kind.reversibleByNature()));
    }
}
