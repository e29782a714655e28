package io.tidegate.estate;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The times in which nothing new is brought out to an environment. */
public record FreezeCalendar(List<FreezeWindow> windows) {
    /** Never. */
    public static final FreezeCalendar NONE = new FreezeCalendar(List.of());

    /** More windows in a row than this are taken to have no end. */
    private static final int MOST_IN_A_ROW = 400;

    /** A freeze that is on. */
    public record Frozen(String window, Instant until) {}

    public FreezeCalendar {
        windows = List.copyOf(windows);
    }

    /** The freeze that is on at {@code now} in one of these regions, until the first time at which none is. */
    public Optional<Frozen> at(Instant now, List<String> regions) {
        var found = latest(now, regions);
        var end = found;
        for (int more = 0; more < MOST_IN_A_ROW && end.isPresent(); more++) {
            var next = latest(end.get().until(), regions);
            if (next.isEmpty()) {
                break;
            }
            end = next;
        }
        var until = end.map(Frozen::until);
        return found.flatMap(begin -> until.map(time -> new Frozen(begin.window(), time)));
    }

    private Optional<Frozen> latest(Instant now, List<String> regions) {
        return windows.stream()
                .filter(window -> window.concerns(regions))
                .flatMap(window -> window.until(now).map(end -> new Frozen(window.name(), end)).stream())
                .max(Comparator.comparing(Frozen::until));
    }
}
