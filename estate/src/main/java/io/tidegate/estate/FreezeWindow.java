package io.tidegate.estate;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;

/**
 * A time in which nothing new is brought out, by the clocks of a zone. It begins at {@code from} on each of its days and ends
 * at {@code to}, on the day after where {@code to} is not later. Where clocks go back over its end, it ends the second time.
 *
 * @param days the days of the week; every day where there are none
 * @param first the first date, where the dates have a beginning
 * @param last the last date on which it begins, where the dates have an end
 * @param from when it begins on a day
 * @param to when it ends; midnight is the end of the day
 * @param regions where it counts; everywhere where there are none
 */
public record FreezeWindow(
        String name,
        List<DayOfWeek> days,
        Optional<LocalDate> first,
        Optional<LocalDate> last,
        LocalTime from,
        LocalTime to,
        ZoneId zone,
        List<String> regions) {
    public FreezeWindow {
        days = days.stream().sorted().toList();
        regions = List.copyOf(regions);
        if (first.isPresent() && last.isPresent() && last.get().isBefore(first.get())) {
            throw new IllegalArgumentException(
                    "freeze '" + name + "' ends on " + last.get() + ", before it begins on " + first.get());
        }
    }

    /** Whether it counts in one of these regions. */
    public boolean concerns(List<String> wanted) {
        return regions.isEmpty() || wanted.stream().anyMatch(regions::contains);
    }

    /** When the occurrence ends that {@code at} falls into, if it falls into one. */
    public Optional<Instant> until(Instant at) {
        var today = at.atZone(zone).toLocalDate();
        return endOn(today, at).or(() -> endOn(today.minusDays(1), at));
    }

    private Optional<Instant> endOn(LocalDate day, Instant at) {
        if (!happensOn(day)) {
            return Optional.empty();
        }
        var begin = ZonedDateTime.of(day, from, zone).toInstant();
        var lastDay = to.isAfter(from) ? day : day.plusDays(1);
        var end = ZonedDateTime.of(lastDay, to, zone).withLaterOffsetAtOverlap().toInstant();
        return at.isBefore(begin) || !at.isBefore(end) ? Optional.empty() : Optional.of(end);
    }

    private boolean happensOn(LocalDate day) {
        return (days.isEmpty() || days.contains(day.getDayOfWeek()))
                && first.filter(day::isBefore).isEmpty()
                && last.filter(day::isAfter).isEmpty();
    }
}
