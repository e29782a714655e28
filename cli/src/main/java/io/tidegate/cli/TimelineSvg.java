package io.tidegate.cli;

import io.tidegate.cli.DemoTimeline.Doing;
import io.tidegate.cli.DemoTimeline.Happening;
import io.tidegate.cli.DemoTimeline.Mark;
import io.tidegate.cli.DemoTimeline.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** A timeline as a drawing: a lane for each region, time from left to right. */
final class TimelineSvg {
    private static final int LEFT = 110;
    private static final int WIDTH = 1100;
    private static final int LANE = 52;
    private static final int TOP = 10;
    private static final int BAR = 26;
    private static final double PIXELS_PER_LETTER = 7.2;

    private final DemoTimeline timeline;
    private final StringBuilder svg = new StringBuilder();
    private final double seconds;

    private TimelineSvg(DemoTimeline timeline) {
        this.timeline = timeline;
        this.seconds =
                Math.max(1, Duration.between(timeline.start(), timeline.end()).toMillis() / 1000.0);
    }

    /** @param id of the drawing's title and description, unique in the page */
    static String of(DemoTimeline timeline, String title, String id) {
        return new TimelineSvg(timeline).draw(title, id);
    }

    private String draw(String title, String id) {
        int bottom = TOP + LANE * timeline.regions().size();
        svg.append(String.format(
                Locale.ROOT,
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"%s-t %s-d\">",
                WIDTH,
                bottom + 24,
                id,
                id));
        svg.append(String.format(
                Locale.ROOT, "<title id=\"%s-t\">Timeline by region: %s</title>", id, Html.escaped(title)));
        svg.append(String.format(Locale.ROOT, "<desc id=\"%s-d\">%s</desc>", id, Html.escaped(inWords())));
        grid(bottom);
        for (int lane = 0; lane < timeline.regions().size(); lane++) {
            var region = timeline.regions().get(lane);
            int top = TOP + LANE * lane;
            svg.append(String.format(
                    Locale.ROOT, "<text x=\"0\" y=\"%d\">%s</text>", top + LANE / 2 + 1, Html.escaped(region)));
            timeline.spans().stream()
                    .filter(span -> span.region().equals(region))
                    .forEach(span -> bar(span, top + (LANE - BAR) / 2 - 4));
            timeline.marks().stream()
                    .filter(mark -> mark.region().equals(region))
                    .forEach(mark -> mark(mark, top));
        }
        return svg.append("</svg>").toString();
    }

    private void grid(int bottom) {
        int step = seconds > 90 ? 20 : seconds > 40 ? 10 : seconds > 15 ? 5 : seconds > 6 ? 2 : 1;
        for (int second = 0; second <= seconds; second += step) {
            double x = x(timeline.start().plusSeconds(second));
            svg.append(String.format(
                    Locale.ROOT,
                    "<line class=\"grid\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>",
                    x,
                    TOP,
                    x,
                    bottom));
            svg.append(String.format(
                    Locale.ROOT, "<text class=\"quiet\" x=\"%.1f\" y=\"%d\">%d s</text>", x + 2, bottom + 15, second));
        }
    }

    private void bar(Span span, int y) {
        double from = x(span.from());
        double width = Math.max(1.5, x(span.to()) - from);
        svg.append(String.format(
                Locale.ROOT,
                "<rect class=\"%s edge\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"><title>%s: %s, %.2f s</title></rect>",
                word(span.doing()),
                from,
                y,
                width,
                BAR,
                Html.escaped(span.region()),
                span.doing().words(),
                Duration.between(span.from(), span.to()).toMillis() / 1000.0));
        if (width > span.doing().words().length() * PIXELS_PER_LETTER + 8) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%.1f\" y=\"%d\">%s</text>",
                    from + 6,
                    y + 18,
                    span.doing().words()));
        }
    }

    private void mark(Mark mark, int top) {
        double x = x(mark.at());
        var title = "%s, +%.2f s: %s"
                .formatted(
                        mark.region(),
                        Duration.between(timeline.start(), mark.at()).toMillis() / 1000.0,
                        mark.text());
        if (mark.happening() == Happening.FOUND_UNHEALTHY) {
            int y = top + 5;
            svg.append(String.format(
                    Locale.ROOT,
                    "<path class=\"verdict\" d=\"M%.1f %d l7 7 l-7 7 l-7 -7 z\"><title>%s</title></path>",
                    x,
                    y - 4,
                    Html.escaped(title)));
        } else {
            int y = top + LANE / 2 + BAR / 2 - 2;
            svg.append(String.format(
                    Locale.ROOT,
                    "<line class=\"tick\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"><title>%s</title></line>",
                    x,
                    y,
                    x,
                    y + 7,
                    Html.escaped(title)));
        }
    }

    /** What the drawing shows, for who does not see it. */
    private String inWords() {
        var words = new StringBuilder();
        for (Span span : timeline.spans()) {
            words.append(String.format(
                    Locale.ROOT,
                    "%s %s from %.1f to %.1f s. ",
                    span.region(),
                    span.doing().words(),
                    Duration.between(timeline.start(), span.from()).toMillis() / 1000.0,
                    Duration.between(timeline.start(), span.to()).toMillis() / 1000.0));
        }
        return words.toString().strip();
    }

    private double x(Instant at) {
        double share = Duration.between(timeline.start(), at).toMillis() / 1000.0 / seconds;
        return LEFT + share * (WIDTH - LEFT - 30);
    }

    static String word(Doing doing) {
        return doing.name().toLowerCase(Locale.ROOT);
    }
}
