package io.tidegate.benchmarks;

import io.tidegate.benchmarks.Figure.Statistic;
import io.tidegate.schemas.avro.HealthVerdict;
import io.tidegate.schemas.avro.Verdict;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** How many samples the health-service's topology takes on one core, and how soon it answers at half of that. */
final class TelemetryFigures {
    /** The rules' longest window, which is full before anything is counted. */
    static final int LONGEST_WINDOW = 310;

    /** What is dated a minute ahead of the clock is passed over, so a burst is shorter. */
    private static final int BURST = 50;

    private static final int ANSWERS_FOR = 60;
    private static final long PROBE_EVERY_NANOS = 200_000_000;
    private static final List<String> OPTIONS = List.of("-XX:+UseSerialGC", "-Xmx3g");
    private static final Telemetry TELEMETRY = new Telemetry(20);

    private final int services;
    private final int window;
    private final Consumer<String> teller;
    private final List<Figure> figures = new ArrayList<>();

    /** The first second that was not told yet. */
    private long next;

    /**
     * @param services how many are told of, two versions of each
     * @param window seconds that are told before anything is counted
     */
    TelemetryFigures(int services, int window, Consumer<String> teller) {
        this.services = services;
        this.window = window;
        this.teller = teller;
    }

    List<Figure> measure() throws IOException, InterruptedException, ExecutionException {
        try (var rig = HealthRig.start(true, OPTIONS)) {
            warmUp(rig, services, Math.min(window, 60));
            burst(rig, "none on trial");
        }
        int half = services;
        try (var rig = HealthRig.start(true, OPTIONS)) {
            rig.deploy(services);
            warmUp(rig, services, window);
            double speed = burst(rig, "all on trial");
            half = Math.toIntExact(Math.max(1, Math.round(speed / 4))); // of each service two samples a second
            if (half <= services) {
                TimeUnit.SECONDS.sleep(Math.max(0, next - now() + 1)); // no second is told twice
                answers(rig, half);
                return figures;
            }
        }
        try (var rig = HealthRig.start(true, OPTIONS)) {
            rig.deploy(half);
            warmUp(rig, half, window);
            answers(rig, half);
        }
        return figures;
    }

    /** Tells of the past, and catches up with the clock. */
    private void warmUp(HealthRig rig, int told, int seconds) throws InterruptedException {
        next = now() - seconds;
        for (long behind = seconds; behind > 2; behind = now() - next) {
            long until = now();
            rig.write(TELEMETRY, told, next, until);
            rig.awaitAllRead();
            next = until;
            if (now() - next >= behind) {
                throw new IllegalStateException(
                        told + " services are more than one core takes in; choose fewer by --services");
            }
        }
    }

    /** As fast as it goes; returns samples per second. */
    private double burst(HealthRig rig, String load) throws IOException, InterruptedException {
        double cpu = rig.worker().processorSeconds();
        double broker = rig.broker().process().processorSeconds();
        long begun = System.nanoTime();
        rig.write(TELEMETRY, services, next, next + BURST);
        rig.awaitAllRead();
        next += BURST;
        double elapsed = (System.nanoTime() - begun) / 1e9;
        double used = rig.worker().processorSeconds() - cpu;
        double samples = 2.0 * services * BURST;
        teller.accept("%s: %.0f samples, %.1f s of the processor in %.1f s".formatted(load, samples, used, elapsed));
        var name = "telemetry, " + load + ": ";
        figures.add(Figure.of(name + "samples per core-second", "1/s", Distribution.of(samples / used)));
        figures.add(Figure.of(
                name + (JavaProcess.canPin() ? "samples/s on one core" : "samples/s, one stream thread"),
                "1/s",
                Distribution.of(samples / elapsed)));
        figures.add(Figure.of(
                name + "broker's CPU a million samples",
                "s",
                Distribution.of((rig.broker().process().processorSeconds() - broker) / samples * 1e6)));
        return samples / elapsed;
    }

    /**
     * From the call that writes a sample to the poll that returns the verdict which that sample alone makes: telemetry that
     * cannot be read is an error at once, and the next that can be read ends it.
     */
    private void answers(HealthRig rig, int used) throws InterruptedException {
        Map<String, Long> failed = new ConcurrentHashMap<>();
        Map<String, Long> mended = new ConcurrentHashMap<>();
        var took = Collections.synchronizedList(new ArrayList<Double>());
        var listener = rig.listen(verdict -> {
            long now = System.nanoTime();
            var open = verdict.getVerdict() == Verdict.error ? failed : mended;
            Optional.ofNullable(open.remove(name(verdict))).ifPresent(sent -> took.add((now - sent) / 1e6));
        });
        long begin = System.nanoTime();
        long second = now();
        long probe = 0;
        var ill = new HashSet<Integer>();
        for (long tick = 0; tick < ANSWERS_FOR * 2L * used; tick++) {
            LockSupport.parkNanos(begin + tick * 1_000_000_000L / (2L * used) - System.nanoTime());
            int service = (int) (tick / 2 % used);
            long told = second + tick / (2L * used);
            boolean candidate = tick % 2 == 1;
            var version = candidate ? Estates.CANDIDATE : Estates.BEFORE;
            var done = TELEMETRY.second(service, version, told, Telemetry.Behaviour.GOOD);
            var sample = Estates.sample(service, version, told, done);
            if (candidate && ill.remove(service)) {
                mended.put(Estates.estate(service) + "/" + Estates.name(service), System.nanoTime());
            } else if (candidate && System.nanoTime() - begin >= probe) {
                probe += PROBE_EVERY_NANOS;
                ill.add(service);
                sample = Estates.unread(service, version, told);
                failed.put(Estates.estate(service) + "/" + Estates.name(service), System.nanoTime());
            }
            rig.write(service, sample);
        }
        rig.awaitAllRead();
        TimeUnit.SECONDS.sleep(2);
        listener.interrupt();
        listener.join();
        teller.accept(took.size() + " verdicts came, " + (failed.size() + mended.size()) + " did not");
        figures.add(Figure.of(
                        "telemetry, all on trial: sample to verdict at %d/s".formatted(2 * used),
                        "ms",
                        new Distribution(List.copyOf(took)))
                .within(Statistic.P99, 1000));
    }

    private static String name(HealthVerdict verdict) {
        return verdict.getEstate() + "/" + verdict.getService();
    }

    private static long now() {
        return Instant.now().getEpochSecond();
    }
}
