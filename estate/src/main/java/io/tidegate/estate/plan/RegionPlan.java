package io.tidegate.estate.plan;

import io.tidegate.estate.Validation;
import io.tidegate.estate.Validator;
import io.tidegate.estate.Validator.Means;
import io.tidegate.estate.Workload;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What happens in one region.
 *
 * @param validators what answers for the validations, and for connectivity; a kind that none answers for stays unknown
 * @param trafficShare percent of all traffic
 * @param services its services, changed or not, each after all that it depends on
 * @param order groups of services, each group after all that it depends on
 * @param retired services that run here and that the estate no longer has here; taken away once the deployment is settled,
 *     for until then it may be taken back
 */
public record RegionPlan(
        String region,
        int wave,
        List<Validation> validations,
        List<Validator> validators,
        int trafficShare,
        Duration rollbackWindow,
        List<ServicePlan> services,
        List<List<String>> order,
        Map<String, Workload> retired) {
    public RegionPlan {
        validations = List.copyOf(validations);
        validators = List.copyOf(validators);
        services = List.copyOf(services);
        order = order.stream().map(List::copyOf).toList();
        retired = Collections.unmodifiableMap(new TreeMap<>(retired));
    }

    /** What answers for this kind here, if something does. */
    public Optional<Validator> validator(Validation kind) {
        return validators.stream()
                .filter(validator -> validator.validates() == kind)
                .findFirst();
    }

    /** The same where nobody finds out whether the services of these regions are reached: the deployment goes on without them. */
    public RegionPlan without(Collection<String> regions) {
        var others = validators.stream()
                .map(validator ->
                        validator.validates() == Validation.CONNECTIVITY ? validator.sparing(regions) : validator)
                .filter(validator ->
                        validator.means() != Means.HTTP || !validator.tests().isEmpty())
                .toList();
        return new RegionPlan(
                region, wave, validations, others, trafficShare, rollbackWindow, services, order, retired);
    }

    /** What the region is validated by, kind by kind, such as {@code smoke: 30 HTTP tests}. */
    public Map<String, String> validationsInWords() {
        var words = new LinkedHashMap<String, String>();
        for (Validation kind : validations) {
            words.put(word(kind), kind == Validation.HEALTH ? "telemetry" : inWords(kind));
        }
        validator(Validation.CONNECTIVITY).ifPresent(there -> words.put(word(there.validates()), there.inWords()));
        return words;
    }

    private String inWords(Validation kind) {
        return validator(kind).map(Validator::inWords).orElse("no validator, so it stays unknown");
    }

    private static String word(Validation kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** What runs here before, as the plan was made for it. */
    public Map<String, Workload> before() {
        var running = new TreeMap<>(retired);
        services.forEach(service -> service.previous().ifPresent(former -> running.put(service.service(), former)));
        return running;
    }

    /** The order in which the region is taken back: what depends on others goes first. */
    public List<List<String>> reverseOrder() {
        return order.reversed();
    }
}
