package io.tidegate.benchmarks;

import io.tidegate.benchmarks.Telemetry.Behaviour;
import io.tidegate.schemas.avro.HealthVerdict;
import io.tidegate.schemas.avro.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * The same services, told each second to the health-service's topology and to a Prometheus that asks the same rules. The
 * clock runs; first all windows fill, then processor time is counted, then some services fail and others fill their memory.
 */
final class PrometheusFigures {
    private static final int COUNTED = 60;
    private static final int ALARMING = 100;
    private static final long NANOS = 1_000_000_000;
    private static final Telemetry TELEMETRY = new Telemetry(20);
    private static final List<String> OPTIONS = List.of("-XX:+UseSerialGC", "-Xmx2g");

    private final Path program;
    private final int services;
    private final int window;
    private final Consumer<String> teller;

    /** What was seen first, by rule and service. */
    private final Map<String, Long> verdicts = new ConcurrentHashMap<>();

    private final Map<String, Long> alerts = new ConcurrentHashMap<>();

    /** When each service's trouble began, as it was told to both. */
    private final Map<String, Long> onsets = new ConcurrentHashMap<>();

    /** @param window seconds before anything is counted */
    PrometheusFigures(Path program, int services, int window, Consumer<String> teller) {
        this.program = program;
        this.services = services;
        this.window = window;
        this.teller = teller;
    }

    List<Figure> measure() throws IOException, InterruptedException, ExecutionException {
        var exposed = new Exposed();
        try (var rig = HealthRig.start(false, OPTIONS);
                var prometheus = PrometheusServer.start(program, rig.scratch(), exposed)) {
            rig.deploy(services);
            var listener = rig.listen(this::heard);
            long second = System.currentTimeMillis() / 1000;
            second = tell(rig, exposed, second, window, false);
            teller.accept("windows are full");
            var before = used(rig, prometheus);
            second = tell(rig, exposed, second, COUNTED, false);
            var after = used(rig, prometheus);
            teller.accept("processor time is counted");
            var looking = Thread.ofPlatform().daemon().start(() -> look(prometheus));
            tell(rig, exposed, second, ALARMING, true);
            looking.interrupt();
            listener.interrupt();
            looking.join();
            listener.join();
            var figures = new ArrayList<>(costs(before, after));
            figures.addAll(delays());
            return figures;
        }
    }

    private record Used(double tidegate, double prometheus, double appended, double missed) {}

    private static Used used(HealthRig rig, PrometheusServer prometheus) throws IOException, InterruptedException {
        return new Used(
                rig.worker().processorSeconds(),
                prometheus.processorSeconds(),
                prometheus.own("prometheus_tsdb_head_samples_appended_total"),
                prometheus.own("prometheus_rule_group_iterations_missed_total"));
    }

    private List<Figure> costs(Used before, Used after) {
        double told = 2.0 * services * COUNTED;
        double tidegate = after.tidegate() - before.tidegate();
        double prometheus = after.prometheus() - before.prometheus();
        double appended = after.appended() - before.appended();
        var name = "CPU a million ";
        return List.of(
                figure("Tidegate: " + name + "version-seconds", "s", tidegate / told * 1e6),
                figure("Prometheus: " + name + "version-seconds", "s", prometheus / told * 1e6),
                figure("Prometheus: " + name + "of its samples", "s", prometheus / appended * 1e6),
                figure("Tidegate: " + name + "of the same samples", "s", tidegate / appended * 1e6),
                figure("Prometheus: rule rounds left out", "rounds", after.missed() - before.missed()));
    }

    private static Figure figure(String name, String unit, double value) {
        return Figure.of("beside: " + name, unit, Distribution.of(value));
    }

    private List<Figure> delays() {
        var figures = new ArrayList<Figure>();
        for (var rule : List.of("error-rate", "memory")) {
            // The sixtieth full second in a row is told 59 s after the first. Failures are known before the rule
            // speaks.
            long breach = rule.equals("memory") ? 59 * NANOS : 0;
            var what = rule.equals("memory") ? "memory rule breached to " : "20 % errors begin to ";
            add(figures, what + "Tidegate's verdict", rule, verdicts, breach);
            add(figures, what + "Prometheus' alert", rule, alerts, breach);
        }
        return figures;
    }

    private void add(List<Figure> figures, String name, String rule, Map<String, Long> seen, long breach) {
        var delays = new ArrayList<Double>();
        onsets.forEach((where, at) -> {
            var heard = seen.get(where);
            if (where.startsWith(rule) && heard != null) {
                delays.add((heard - at - breach) / 1e9);
            }
        });
        if (!delays.isEmpty()) {
            figures.add(Figure.of("beside: " + name, "s", new Distribution(delays)));
        }
    }

    private void heard(HealthVerdict verdict) {
        if (verdict.getVerdict() == Verdict.unhealthy) {
            var where = verdict.getEstate() + "/" + verdict.getService();
            long now = System.nanoTime();
            onsets.keySet().stream()
                    .filter(known -> known.endsWith(" " + where))
                    .forEach(known -> verdicts.putIfAbsent(known, now));
        }
    }

    private void look(PrometheusServer prometheus) {
        try {
            while (!Thread.interrupted()) {
                for (var firing : prometheus.firing()) {
                    alerts.putIfAbsent(firing, System.nanoTime());
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        } catch (InterruptedException | IOException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tells so many seconds, each when it is over, versions one after the other; returns the next second. */
    private long tell(HealthRig rig, Exposed exposed, long from, int seconds, boolean trouble) {
        long begin = System.nanoTime();
        for (int past = 0; past < seconds; past++) {
            for (int service = 0; service < services; service++) {
                LockSupport.parkNanos(begin + past * NANOS + service * NANOS / services - System.nanoTime());
                for (var version : List.of(Estates.BEFORE, Estates.CANDIDATE)) {
                    var behaviour = trouble && version.equals(Estates.CANDIDATE) ? trouble(service) : Behaviour.GOOD;
                    var done = TELEMETRY.second(service, version, from + past, behaviour);
                    exposed.add(service, version, done);
                    rig.write(service, Estates.sample(service, version, from + past, done));
                }
            }
        }
        LockSupport.parkNanos(begin + seconds * NANOS - System.nanoTime());
        return from + seconds;
    }

    /** A fifth of the services fails, another fifth fills its memory. */
    private Behaviour trouble(int service) {
        var rule = service % 5 == 0 ? "error-rate" : service % 5 == 1 ? "memory" : "";
        if (rule.isEmpty()) {
            return Behaviour.GOOD;
        }
        onsets.putIfAbsent(rule + " " + Estates.estate(service) + "/" + Estates.name(service), System.nanoTime());
        return rule.equals("memory") ? Behaviour.FULL : Behaviour.FAILING;
    }
}
