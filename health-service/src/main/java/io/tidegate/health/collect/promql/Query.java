package io.tidegate.health.collect.promql;

import static io.tidegate.health.collect.Declarations.required;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is asked about a service. Requests, errors and latency are counters, as they stand: what they grew by is found out
 * here, series by series, so that nothing is lost or guessed between two looks.
 *
 * @param service its name; without it the label {@code serviceLabel} of every series says which service it is of
 * @param versionLabel the label that says which version a series is of
 * @param requests counters of requests
 * @param errors counters of those that failed; without it, those whose status label begins with 5
 * @param latency buckets of a histogram in seconds, by {@code le}
 * @param memory the share of the memory limit in use
 * @param cpu the share of the processor limit in use
 */
public record Query(
        String estate,
        String environment,
        Optional<String> service,
        String serviceLabel,
        String versionLabel,
        String requests,
        Optional<String> errors,
        Optional<String> latency,
        Optional<String> memory,
        Optional<String> cpu) {
    /** A file of them. */
    public record File(List<Query> queries) {
        public File(@Nullable List<Query> queries) {
            if (queries == null || queries.isEmpty()) {
                throw new IllegalArgumentException("the file lacks 'queries', a list of what is asked");
            }
            this.queries = List.copyOf(queries);
        }
    }

    public Query(
            @Nullable String estate,
            @Nullable String environment,
            Optional<String> service,
            @Nullable String serviceLabel,
            @Nullable String versionLabel,
            @Nullable String requests,
            Optional<String> errors,
            Optional<String> latency,
            Optional<String> memory,
            Optional<String> cpu) {
        this.estate = required(estate, "estate", "a query");
        this.environment = required(environment, "environment", "a query");
        this.service = service;
        this.serviceLabel = serviceLabel == null ? "service" : serviceLabel;
        this.versionLabel = versionLabel == null ? "version" : versionLabel;
        this.requests = required(requests, "requests", "a query");
        this.errors = errors;
        this.latency = latency;
        this.memory = memory;
        this.cpu = cpu;
    }

    /** What is asked, by the name of its key. */
    Map<String, String> expressions() {
        var expressions = new LinkedHashMap<String, String>();
        expressions.put("requests", requests);
        errors.ifPresent(text -> expressions.put("errors", text));
        latency.ifPresent(text -> expressions.put("latency", text));
        memory.ifPresent(text -> expressions.put("memory", text));
        cpu.ifPresent(text -> expressions.put("cpu", text));
        return expressions;
    }
}
