package io.tidegate.estate.reading;

import io.tidegate.estate.FreezeCalendar;
import io.tidegate.estate.FreezeWindow;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads the {@code freezes} of an environment. */
final class FreezeSection {
    private static final List<String> KEYS = List.of("name", "days", "first", "last", "from", "to", "zone", "regions");
    private static final List<String> LIMITS = List.of("days", "first", "last", "from", "to");
    private static final Pattern TIME = Pattern.compile("[0-9]{2}:[0-9]{2}");

    private FreezeSection() {}

    static FreezeCalendar read(Section environment, Findings findings) {
        var windows = new ArrayList<FreezeWindow>();
        for (Section at : environment.sections("freezes", "a freeze", KEYS)) {
            window(at, findings).ifPresent(windows::add);
        }
        return windows.isEmpty() ? FreezeCalendar.NONE : new FreezeCalendar(windows);
    }

    private static Optional<FreezeWindow> window(Section at, Findings findings) {
        var name = at.name("name");
        var first = at.readText("first", "a date such as \"2026-12-24\"", text -> parsed(text, LocalDate::parse));
        var last = at.readText("last", "a date such as \"2026-12-24\"", text -> parsed(text, LocalDate::parse));
        if (LIMITS.stream().noneMatch(at::has)) {
            findings.at(at.node(), "freeze '" + name + "' names neither days nor dates nor times, and would never end");
        }
        if (first.isPresent() && last.filter(first.get()::isAfter).isPresent()) {
            findings.at(at.node("last"), "freeze '" + name + "' has its last date before its first");
            return Optional.empty();
        }
        return Optional.of(new FreezeWindow(
                name,
                at.choicesOf("days", DayOfWeek.class),
                first,
                last,
                time(at, "from"),
                time(at, "to"),
                zone(at),
                at.names("regions")));
    }

    private static LocalTime time(Section at, String key) {
        return at.readText(
                        key,
                        "a time of day such as \"18:00\"",
                        text -> TIME.matcher(text).matches() ? parsed(text, LocalTime::parse) : Optional.empty())
                .orElse(LocalTime.MIDNIGHT);
    }

    private static ZoneId zone(Section at) {
        at.text("zone");
        return at.readText("zone", "a time zone such as Europe/Berlin or UTC", text -> parsed(text, ZoneId::of))
                .orElse(ZoneOffset.UTC);
    }

    private static <T> Optional<T> parsed(String text, Function<String, T> parser) {
        try {
            return Optional.of(parser.apply(text));
        } catch (DateTimeException unfit) {
            return Optional.empty();
        }
    }
}
