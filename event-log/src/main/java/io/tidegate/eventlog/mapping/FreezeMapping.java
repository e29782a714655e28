package io.tidegate.eventlog.mapping;

import io.tidegate.estate.FreezeCalendar;
import io.tidegate.estate.FreezeWindow;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Freezes between the estate's model and the wire. */
final class FreezeMapping {
    private FreezeMapping() {}

    static List<io.tidegate.schemas.avro.FreezeWindow> toWire(FreezeCalendar calendar) {
        return calendar.windows().stream().map(FreezeMapping::toWire).toList();
    }

    private static io.tidegate.schemas.avro.FreezeWindow toWire(FreezeWindow window) {
        return io.tidegate.schemas.avro.FreezeWindow.newBuilder()
                .setName(window.name())
                .setDays(window.days().stream()
                        .map(day -> day.name().toLowerCase(Locale.ROOT))
                        .toList())
                .setFirst(window.first().map(LocalDate::toString).orElse(""))
                .setLast(window.last().map(LocalDate::toString).orElse(""))
                .setFrom(window.from().toString())
                .setTo(window.to().toString())
                .setZone(window.zone().getId())
                .setRegions(window.regions())
                .build();
    }

    static FreezeCalendar fromWire(List<io.tidegate.schemas.avro.FreezeWindow> windows) {
        return new FreezeCalendar(windows.stream().map(FreezeMapping::fromWire).toList());
    }

    private static FreezeWindow fromWire(io.tidegate.schemas.avro.FreezeWindow window) {
        return new FreezeWindow(
                window.getName(),
                window.getDays().stream()
                        .map(day -> DayOfWeek.valueOf(day.toUpperCase(Locale.ROOT)))
                        .toList(),
                date(window.getFirst()),
                date(window.getLast()),
                LocalTime.parse(window.getFrom()),
                LocalTime.parse(window.getTo()),
                ZoneId.of(window.getZone()),
                window.getRegions());
    }

    private static Optional<LocalDate> date(String text) {
        return Optional.of(text).filter(date -> !date.isEmpty()).map(LocalDate::parse);
    }
}
