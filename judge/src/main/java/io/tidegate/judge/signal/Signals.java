package io.tidegate.judge.signal;

import io.tidegate.judge.Evidence;
import io.tidegate.judge.Judgement;
import io.tidegate.judge.Judgement.Word;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What other systems said last of one service. Of each source and name the latest word counts, in whichever order words come,
 * and counts for a day. What is over is remembered as long, so that an older word that comes later does not begin it again.
 *
 * @param heard by source and name
 */
public record Signals(Map<String, Signal> heard) {
    public static final Signals NONE = new Signals(Map.of());

    /** What was not said again for so long is not so any more. */
    public static final Duration LASTING = Duration.ofHours(24);

    /** So many are kept of a service; those that matter least go first. */
    static final int MOST = 100;

    private static final Comparator<Signal> MATTERS_LESS = Comparator.comparing(Signal::firing)
            .thenComparing(Signal::severity, Comparator.reverseOrder())
            .thenComparing(Signal::at);

    public Signals {
        heard = Collections.unmodifiableMap(new TreeMap<>(heard));
    }

    /** Whether this was not heard before, and nothing later of the same signal either. */
    public boolean isNews(Signal signal) {
        var known = heard.get(key(signal));
        return known == null || signal.at().isAfter(known.at());
    }

    /** After a signal was heard. */
    public Signals after(Signal signal) {
        if (!isNews(signal)) {
            return this;
        }
        var goingOn = Optional.ofNullable(heard.get(key(signal)))
                .filter(known -> known.firing() && signal.firing() && lasts(known, signal.at()));
        var all = new TreeMap<>(heard);
        all.put(key(signal), goingOn.map(known -> signal.since(known.since())).orElse(signal));
        while (all.size() > MOST) {
            all.values().remove(Collections.min(all.values(), MATTERS_LESS));
        }
        return new Signals(all);
    }

    /** Without what has not been said for too long. */
    public Signals at(Instant now) {
        return heard.values().stream().allMatch(signal -> lasts(signal, now)) ? this : new Signals(lasting(now));
    }

    /** Whether what was said is still so. */
    public static boolean lasts(Signal signal, Instant now) {
        return signal.at().plus(LASTING).isAfter(now);
    }

    /**
     * How a version is: as it was judged by itself, unless that would let it go on, and something holds it. What cannot be
     * measured has to be mended first, and holds it as well.
     */
    public Judgement over(Judgement own, String candidate, Instant now) {
        boolean toBeHeld = own.word() == Word.HEALTHY || own.word() == Word.INCONCLUSIVE;
        return holding(candidate, now)
                .filter(evidence -> toBeHeld)
                .map(evidence -> new Judgement(Word.INCONCLUSIVE, Optional.of(evidence), evidence.message()))
                .orElse(own);
    }

    private Optional<Evidence> holding(String candidate, Instant now) {
        List<Signal> holding = lasting(now).values().stream()
                .filter(signal -> signal.holds(candidate))
                .sorted(MATTERS_LESS.reversed())
                .toList();
        return holding.stream().findFirst().map(first -> {
            var others = holding.size() == 1 ? "" : ", and %d more".formatted(holding.size() - 1);
            return first.evidence("held by %s%s; until %s says that it is over, or has not said it for %d h"
                    .formatted(first.described(), others, first.source(), LASTING.toHours()));
        });
    }

    private Map<String, Signal> lasting(Instant now) {
        var lasting = new TreeMap<>(heard);
        lasting.values().removeIf(signal -> !lasts(signal, now));
        return lasting;
    }

    private static String key(Signal signal) {
        return signal.source() + "|" + signal.name();
    }
}
