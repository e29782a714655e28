package io.tidegate.architecture;

import io.smallrye.config.WithDefault;
import io.tidegate.coordinator.wave.Attempt;
import io.tidegate.observability.LogKey;
import io.tidegate.observability.Metric;
import io.tidegate.planner.rollout.Stage;
import io.tidegate.schemas.topics.Retention;
import io.tidegate.schemas.topics.Topic;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The documents under {@code docs/reference/}, written from the code. */
final class References {
    private References() {}

    private static String document(String title, String introduction, List<String> body) {
        return "# " + title + "\n\nWritten from the code by `architecture-tests`; do not edit. " + introduction + "\n\n"
                + String.join("\n", body) + "\n";
    }

    private static List<String> table(String head, List<String> rows) {
        var all = new ArrayList<String>();
        all.add("| " + head + " |");
        all.add("|" + "---|".repeat(head.split("\\|", -1).length));
        rows.forEach(row -> all.add("| " + row + " |"));
        return all;
    }

    static String topics() {
        var rows = Stream.of(Topic.values())
                .map(topic -> String.join(
                        " | ",
                        "`" + topic.topicName() + "`",
                        topic.key().pattern(),
                        Integer.toString(topic.partitions()),
                        kept(topic.retention()),
                        switch (topic.flow()) {
                            case FROM_CONTROL_PLANE -> "control plane → regions";
                            case TO_CONTROL_PLANE -> "regions → control plane";
                            case AMONG_CONTROL_PLANES -> "control plane ↔ standby";
                            case EVERYWHERE -> "all regions";
                            case STAYS -> "no";
                        },
                        String.join(", ", topic.writers()),
                        String.join(", ", topic.readers()),
                        topic.records().stream().map(Class::getSimpleName).collect(Collectors.joining(", "))))
                .toList();
        return document(
                "Topics",
                "Every topic has a dead-letter topic, named like it with `-dlq` behind, of one partition and 30 days.",
                table("topic | key | partitions | kept | replicated | written by | read by | records", rows));
    }

    private static String kept(Retention retention) {
        if (retention.compact()) {
            return "the last of each key";
        }
        return retention.time().isNegative() ? "for ever" : retention.time().toDays() + " days";
    }

    static String metrics() {
        var comments = comments("observability/src/main/java/io/tidegate/observability/Metric.java");
        var rows = Stream.of(Metric.values())
                .map(metric -> String.join(
                        " | ",
                        "`" + metric.prometheusName() + "`",
                        metric.kind().name().toLowerCase(Locale.ROOT),
                        metric.label(),
                        said(comments, "Metric." + metric.name())))
                .toList();
        var keys = comments("observability/src/main/java/io/tidegate/observability/LogKey.java");
        var body = new ArrayList<>(table("metric | kind | label | means", rows));
        body.addAll(List.of("", "## Keys of structured logs", ""));
        body.addAll(table(
                "key | means",
                Stream.of(LogKey.values())
                        .map(key -> "`" + key.key() + "` | " + said(keys, "LogKey." + key.name()))
                        .toList()));
        return document(
                "Metrics and log keys",
                "Timers have `_count`, `_sum` and `_max` behind their names. Every service tells them at"
                        + " `/health/metrics`.",
                body);
    }

    static String states() {
        var body = new ArrayList<String>();
        body.addAll(states(
                "Stages of a deployment",
                "planner-service/src/main/java/io/tidegate/planner/rollout/Stage.java",
                Stage.values(),
                Stage::next));
        body.add("");
        body.addAll(states(
                "Phases of a region's attempt",
                "region-coordinator/src/main/java/io/tidegate/coordinator/wave/Attempt.java",
                Attempt.Phase.values(),
                Attempt.Phase::next));
        return document("States", "What may follow what; nothing follows a state in which everything is over.", body);
    }

    private static <S extends Enum<S>> List<String> states(
            String title, String file, S[] states, java.util.function.Function<S, Collection<S>> next) {
        var comments = comments(file);
        var all = new ArrayList<>(List.of("## " + title, ""));
        all.addAll(table(
                "state | means | may be followed by",
                Stream.of(states)
                        .map(state -> String.join(
                                " | ",
                                "`" + word(state) + "`",
                                said(comments, state.getDeclaringClass().getSimpleName() + "." + state.name()),
                                next.apply(state).stream()
                                        .sorted()
                                        .map(References::word)
                                        .collect(Collectors.joining(", "))))
                        .toList()));
        return all;
    }

    static String reasons() {
        var body = new ArrayList<String>();
        body.addAll(reasons(
                "Why a command is refused",
                "planner-service/src/main/java/io/tidegate/planner/rollout/Decision.java",
                io.tidegate.planner.rollout.Decision.Reason.values()));
        body.add("");
        body.addAll(reasons(
                "Why a deployment fails before it changed anything",
                "planner-service/src/main/java/io/tidegate/planner/rollout/FailureReason.java",
                io.tidegate.planner.rollout.FailureReason.values()));
        body.add("");
        body.addAll(reasons(
                "Why a deployment stands before a wave",
                "planner-service/src/main/java/io/tidegate/planner/rollout/PauseReason.java",
                io.tidegate.planner.rollout.PauseReason.values()));
        body.add("");
        body.addAll(reasons(
                "Why a step fails",
                "executor-service/src/main/java/io/tidegate/executor/step/Outcome.java",
                io.tidegate.executor.step.Outcome.Reason.values()));
        body.add("");
        body.addAll(reasons(
                "Why a record becomes a dead letter",
                "schemas/src/main/java/io/tidegate/schemas/wire/UnreadableRecordException.java",
                io.tidegate.schemas.wire.UnreadableRecordException.Reason.values()));
        body.add("");
        body.addAll(reasons(
                "Why the interface over HTTP says no",
                "dashboard-service/src/main/java/io/tidegate/dashboard/http/Reason.java",
                io.tidegate.dashboard.http.Reason.values()));
        return document("Reasons", "The same word stands in log, metric, record and command line.", body);
    }

    private static List<String> reasons(String title, String file, Enum<?>[] reasons) {
        var comments = comments(file);
        var all = new ArrayList<>(List.of("## " + title, ""));
        all.addAll(table(
                "reason | means",
                Stream.of(reasons)
                        .map(reason -> "`" + word(reason) + "` | "
                                + said(comments, reason.getDeclaringClass().getSimpleName() + "." + reason.name()))
                        .toList()));
        return all;
    }

    /** The settings interfaces, by service. */
    private static final Map<String, List<Class<?>>> SETTINGS = new java.util.TreeMap<>(Map.of(
            "planner-service",
            List.of(io.tidegate.planner.PlannerSettings.class),
            "region-coordinator",
            List.of(io.tidegate.coordinator.CoordinatorSettings.class),
            "health-service",
            List.of(io.tidegate.health.HealthSettings.class),
            "executor-service",
            List.of(io.tidegate.executor.ExecutorSettings.class),
            "dashboard-service",
            List.of(io.tidegate.dashboard.DashboardSettings.class),
            "observability",
            List.of(io.tidegate.observability.LogSettings.class, io.tidegate.observability.TraceSettings.class)));

    static String configuration() {
        var body = new ArrayList<String>();
        SETTINGS.forEach((module, settings) -> {
            body.add((body.isEmpty() ? "" : "\n") + "## " + (module.equals("observability") ? "Every service" : module)
                    + "\n");
            body.addAll(table(
                    "key | type | default | means",
                    settings.stream().flatMap(each -> keys(module, each)).toList()));
        });
        return document(
                "Configuration",
                "Keys are given as system properties, as environment variables (`TIDEGATE_REGION`) or in"
                        + " `config/application.properties`. A key that nobody reads fails start-up.",
                body);
    }

    private static Stream<String> keys(String module, Class<?> settings) {
        var file = module + "/src/main/java/" + settings.getName().replace('.', '/') + ".java";
        var prefix =
                settings.getAnnotation(io.smallrye.config.ConfigMapping.class).prefix();
        return keys(settings, prefix, comments(file)).stream();
    }

    private static List<String> keys(Class<?> settings, String prefix, Map<String, String> comments) {
        var rows = new ArrayList<String>();
        for (Method method : Stream.of(settings.getDeclaredMethods())
                .sorted(java.util.Comparator.comparing(Method::getName))
                .toList()) {
            var key = prefix + "." + kebab(method.getName());
            var type = method.getReturnType();
            if (type.isInterface() && type.getName().startsWith("io.tidegate")) {
                rows.addAll(keys(type, key, comments));
            } else {
                var standard = method.getAnnotation(WithDefault.class);
                rows.add(String.join(
                        " | ",
                        "`" + key + "`",
                        type(method),
                        standard == null
                                ? (type == java.util.Optional.class ? "none" : "required")
                                : "`" + standard.value() + "`",
                        said(comments, settings.getSimpleName() + "." + method.getName())));
            }
        }
        return rows;
    }

    private static String type(Method method) {
        var type = method.getReturnType();
        if (type.isEnum()) {
            return Stream.of(type.getEnumConstants())
                    .map(constant -> kebab(constant.toString().toLowerCase(Locale.ROOT)))
                    .collect(Collectors.joining(", "));
        }
        return method.getGenericReturnType() instanceof ParameterizedType generic
                ? type.getSimpleName() + " of "
                        + generic.getActualTypeArguments()[0].getTypeName().replaceAll(".*\\.", "")
                : type.getSimpleName();
    }

    private static String kebab(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").replace('_', '-').toLowerCase(Locale.ROOT);
    }

    private static Map<String, String> comments(String file) {
        return JavaFiles.comments(Checkout.file(file));
    }

    private static String said(Map<String, String> comments, String name) {
        return comments.getOrDefault(name, "")
                .strip()
                .replaceAll("(?s)\\s*\\n\\s*@.*", "")
                .replaceAll("\\{@(?:code|link) ([^}]*)}", "`$1`")
                .replaceAll("\\s+", " ");
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** Where the documents are. */
    static Path folder() {
        return Checkout.file("docs/reference");
    }
}
