package io.tidegate.estate.reading;

import io.tidegate.estate.Allotment;
import io.tidegate.estate.Approvals;
import io.tidegate.estate.Budgets;
import io.tidegate.estate.CanaryStage;
import io.tidegate.estate.Environment;
import io.tidegate.estate.Policy;
import io.tidegate.estate.reading.EstateDraft.Placed;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code environments}, and the {@code policies} that they name. */
final class EnvironmentSection {
    static final String DEFAULT_ENVIRONMENT = "production";
    private static final List<String> KEYS = List.of("name", "replicas", "resources", "policy", "approvals", "freezes");
    private static final List<String> APPROVAL_KEYS = List.of("required", "roles", "expiry", "irreversible");
    private static final List<String> POLICY_KEYS = List.of(
            "name",
            "concurrency",
            "phaseBarriers",
            "canary",
            "readyTimeout",
            "analysisTimeout",
            "stability",
            "rollbackDeadline",
            "triggers",
            "budgets",
            "drained",
            "slo");
    private static final List<String> BUDGET_KEYS =
            List.of("detection", "decision", "execution", "verification", "whole");

    private EnvironmentSection() {}

    static List<Placed<Environment>> read(Section spec, Findings findings) {
        var policies = policies(spec, findings);
        var named = spec.sections("environments", "an environment", KEYS).stream()
                .map(at -> environment(at, policies, findings))
                .toList();
        return named.isEmpty()
                ? List.of(new Placed<>(
                        new Environment(DEFAULT_ENVIRONMENT, Allotment.FULL, Policy.SPECIFICATION), spec, List.of()))
                : named;
    }

    private static Placed<Environment> environment(Section at, Map<String, Policy> policies, Findings findings) {
        var policy = at.word("policy").map(word -> {
            var known = policies.get(word.text());
            if (known == null) {
                findings.at(
                        word.node(),
                        "unknown policy '" + word.text() + "'" + Nearest.hint(word.text(), policies.keySet()));
            }
            return known == null ? Policy.SPECIFICATION : known;
        });
        var base = policy.orElse(Policy.SPECIFICATION);
        var gated = base.with(
                at.section("approvals", APPROVAL_KEYS)
                        .map(EnvironmentSection::approvals)
                        .orElse(base.approvals()),
                FreezeSection.read(at, findings));
        return new Placed<>(new Environment(at.name("name"), allotment(at), gated), at, List.of());
    }

    private static Approvals approvals(Section at) {
        return new Approvals(
                at.integer("required", 1, 0, Approvals.MOST),
                at.names("roles"),
                at.positive("expiry", Approvals.NONE.expiry()),
                at.integer("irreversible", Approvals.NONE.irreversible(), 0, Approvals.MOST));
    }

    private static Allotment allotment(Section at) {
        boolean single =
                at.word("replicas").map(Word::text).filter("single"::equals).isPresent();
        int replicas = at.read("replicas", 100, "full, single, or a percentage such as 50%", text -> switch (text) {
            case "full", "single" -> Optional.of(100);
            default -> Units.percent(text);
        });
        var resources = at.section("resources", List.of("cpu", "memory", "storage"));
        return new Allotment(
                single, replicas, share(resources, "cpu"), share(resources, "memory"), share(resources, "storage"));
    }

    private static int share(Optional<Section> resources, String key) {
        return resources.map(section -> section.percent(key, 100)).orElse(100);
    }

    private static Map<String, Policy> policies(Section spec, Findings findings) {
        var policies = new LinkedHashMap<String, Policy>();
        for (Section at : spec.sections("policies", "a policy", POLICY_KEYS)) {
            var name = at.name("name");
            if (policies.putIfAbsent(name, policy(at, findings)) != null) {
                findings.at(at.node("name"), "policy '" + name + "' stands twice; keep one");
            }
        }
        return policies;
    }

    private static Policy policy(Section at, Findings findings) {
        var fallback = Policy.SPECIFICATION;
        return new Policy(
                at.integer("concurrency", fallback.concurrency(), 1, 10),
                at.flag("phaseBarriers", fallback.phaseBarriers()),
                canary(at, findings, fallback.canaryStages()),
                at.duration("readyTimeout", fallback.readyTimeout()),
                at.duration("analysisTimeout", fallback.analysisTimeout()),
                at.duration("stability", fallback.stability()),
                at.duration("rollbackDeadline", fallback.rollbackDeadline()),
                at.section("triggers", TriggerSection.KEYS)
                        .map(triggers -> TriggerSection.read(triggers, findings))
                        .orElse(fallback.triggers()),
                at.section("budgets", BUDGET_KEYS)
                        .map(EnvironmentSection::budgets)
                        .orElse(fallback.budgets()),
                fallback.approvals(),
                fallback.freezes(),
                at.read("drained", fallback.skipsDrained(), "hold or skip", EnvironmentSection::skips),
                at.section("slo", List.of("availability"))
                        .map(slo -> slo.read(
                                "availability", fallback.objective(), TriggerSection.SHARE, TriggerSection::share))
                        .orElse(fallback.objective()));
    }

    private static Optional<Boolean> skips(String word) {
        return switch (word) {
            case "hold" -> Optional.of(false);
            case "skip" -> Optional.of(true);
            default -> Optional.empty();
        };
    }

    private static List<CanaryStage> canary(Section at, Findings findings, List<CanaryStage> fallback) {
        var stages = at.sections("canary", "a canary stage", List.of("setWeight", "pause")).stream()
                .map(stage -> new CanaryStage(
                        stage.integer("setWeight", 100, 1, 100), stage.duration("pause", Duration.ofMinutes(10))))
                .toList();
        var weights = stages.stream().map(CanaryStage::weight).toList();
        if (!weights.isEmpty()
                && (!weights.equals(weights.stream().sorted().distinct().toList()) || weights.getLast() != 100)) {
            findings.at(
                    at.node("canary"), "canary weights " + weights + " must grow from stage to stage and end with 100");
        }
        return stages.isEmpty() ? fallback : stages;
    }

    private static Budgets budgets(Section at) {
        var fallback = Budgets.SPECIFICATION;
        return new Budgets(
                at.duration("detection", fallback.detection()),
                at.duration("decision", fallback.decision()),
                at.duration("execution", fallback.execution()),
                at.duration("verification", fallback.verification()),
                at.duration("whole", fallback.whole()));
    }
}
