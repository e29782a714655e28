package io.tidegate.judge;

import java.util.Optional;

/**
 * What is known of one second of a version, from all sources, for users' rules.
 *
 * @param read whether its telemetry could be read
 * @param asked readiness checks, once the version is in use, of the source by which most of them failed
 * @param unready those of them that failed
 * @param failedChecks the most failed checks in a row that an instance had at the end of it
 */
public record Tick(
        boolean read,
        long requests,
        long errors,
        Optional<Double> memory,
        Sketch latency,
        long asked,
        long unready,
        Optional<Integer> failedChecks) {
    static final Tick EMPTY = new Tick(false, 0, 0, Optional.empty(), Sketch.EMPTY, 0, 0, Optional.empty());

    Tick plus(Slice slice, boolean withLatency) {
        return new Tick(
                true,
                requests + slice.requests(),
                errors + slice.failures().bad(),
                larger(memory, slice.memory()),
                withLatency ? latency.plus(slice.latency()) : latency,
                asked,
                unready,
                failedChecks);
    }

    /** With another source's readiness checks. Sources are not added up, as they may ask the same instances. */
    Tick plus(Count readiness, int inARow) {
        long theirs = readiness.bad() * asked;
        long ours = unready * readiness.requests();
        boolean isWorse = asked == 0 || theirs > ours || (theirs == ours && readiness.requests() > asked);
        return new Tick(
                read,
                requests,
                errors,
                memory,
                latency,
                isWorse ? readiness.requests() : asked,
                isWorse ? readiness.bad() : unready,
                Optional.of(inARow));
    }

    /** With what came of a later second; of memory and of checks in a row the later ones count. */
    Tick then(Tick later) {
        return new Tick(
                read || later.read,
                requests + later.requests,
                errors + later.errors,
                later.memory.or(() -> memory),
                latency.plus(later.latency),
                asked + later.asked,
                unready + later.unready,
                later.failedChecks.or(() -> failedChecks));
    }

    private static Optional<Double> larger(Optional<Double> one, Optional<Double> other) {
        return one.isPresent() && other.isPresent()
                ? Optional.of(Math.max(one.get(), other.get()))
                : one.or(() -> other);
    }
}
