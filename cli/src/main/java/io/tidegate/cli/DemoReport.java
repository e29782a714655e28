package io.tidegate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidegate.cli.DemoTimeline.Doing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The demo as one page that needs nothing else: outcomes, timelines, measured times beside their budgets, evidence. */
final class DemoReport {
    private final StringBuilder page = new StringBuilder();

    private DemoReport() {}

    /** @param whole time from the command to the last outcome */
    static void write(Path file, List<Demo.Result> results, Duration up, Duration whole) throws IOException {
        Files.writeString(file, new DemoReport().page(results, up, whole));
    }

    private String page(List<Demo.Result> results, Duration up, Duration whole) {
        page.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
                .append("<title>Tidegate demo</title><style>\n")
                .append(style())
                .append("</style></head>\n<body><main>");
        head(results, up, whole);
        for (int number = 1; number <= results.size(); number++) {
            section(results.get(number - 1), number);
        }
        return page.append("</main></body></html>\n").toString();
    }

    private void head(List<Demo.Result> results, Duration up, Duration whole) {
        long good = results.stream().filter(Demo.Result::asExpected).count();
        page.append("<h1>Bad versions, taken back by themselves</h1>")
                .append("<p>Tidegate carried 13 services through three regions over real Kafka on this machine,")
                .append(" upgraded one by canary, and was then given two bad versions.</p>")
                .append(
                        "<p class=\"quiet\">Times of the policy <code>demo</code> are shortened: canary stages of 3-4 s")
                .append(" instead of 10 min, a stability watch of 5 s instead of 30 min.")
                .append(" Everything else is as in production.</p><dl class=\"tiles\">");
        tile("outcomes as expected", good + " of " + results.size());
        tile("the suite was up after", Html.seconds(up));
        tile("slowest way back, all regions", slowest(results));
        tile("in all", "%d s".formatted(whole.toSeconds()));
        page.append("</dl><nav aria-label=\"Deployments\"><ol>");
        for (int number = 1; number <= results.size(); number++) {
            page.append("<li><a href=\"#d%d\">".formatted(number))
                    .append(Html.escaped(results.get(number - 1).title()))
                    .append("</a></li>");
        }
        page.append("</ol></nav>");
    }

    private static String slowest(List<Demo.Result> results) {
        return results.stream()
                .flatMap(result -> result.measured().stream())
                .map(Measured::whole)
                .max(Duration::compareTo)
                .map(Html::seconds)
                .orElse("none");
    }

    private void tile(String term, String value) {
        page.append("<div><dt>")
                .append(Html.escaped(term))
                .append("</dt><dd>")
                .append(Html.escaped(value))
                .append("</dd></div>");
    }

    private void section(Demo.Result result, int number) {
        page.append("<section id=\"d%d\"><h2>".formatted(number))
                .append(Html.escaped(result.title()))
                .append("</h2><p><span class=\"")
                .append(result.asExpected() ? "good\">&#10003; " : "bad\">&#10007; ")
                .append(Html.spoken(result.phase()))
                .append("</span> in ")
                .append(Html.seconds(result.took()))
                .append(
                        result.asExpected()
                                ? ", as expected"
                                : ", but " + Html.escaped(String.join("; ", result.complaints())))
                .append(" <code class=\"quiet\">")
                .append(Html.escaped(result.deploymentId()))
                .append("</code></p>");
        if (!result.reason().isEmpty()) {
            page.append("<p>Why: ").append(Html.escaped(result.reason())).append("</p>");
        }
        result.timeline().ifPresent(timeline -> {
            page.append(
                            "<h3>By region</h3><div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Timeline\">")
                    .append(TimelineSvg.of(timeline, result.title(), "t" + number))
                    .append("</div>");
            legend();
        });
        if (!result.measured().isEmpty()) {
            times(result);
        }
        ReportDecisions.write(page, result.decisions());
        page.append("</section>");
    }

    private void legend() {
        page.append("<ul class=\"legend\">");
        for (Doing doing : Doing.values()) {
            entry(
                    "<rect class=\"%s edge\" width=\"16\" height=\"16\"/>".formatted(TimelineSvg.word(doing)),
                    doing.words());
        }
        entry("<path class=\"verdict\" d=\"M8 1 l7 7 l-7 7 l-7 -7 z\"/>", "found unhealthy");
        entry("<line class=\"tick\" x1=\"8\" y1=\"2\" x2=\"8\" y2=\"14\"/>", "a service came or went");
        page.append("</ul>");
    }

    private void entry(String sign, String words) {
        page.append("<li><svg viewBox=\"0 0 16 16\" aria-hidden=\"true\">")
                .append(sign)
                .append("</svg>")
                .append(words)
                .append("</li>");
    }

    private void times(Demo.Result result) {
        page.append("<h3>Measured times beside their budgets</h3><div class=\"scroll\"><table>")
                .append("<caption>From the log's own times. A region that did not find the fault itself was ordered")
                .append(" to take the version back.</caption><thead><tr><th scope=\"col\">region</th>");
        for (String column : List.of("detection", "decision", "execution", "verification", "whole")) {
            page.append("<th scope=\"col\" class=\"n\">").append(column).append("</th>");
        }
        page.append("<th scope=\"col\">within</th></tr></thead><tbody>");
        result.measured().forEach(measured -> row(measured, false));
        row(Measured.BUDGET, true);
        page.append("</tbody></table></div>");
    }

    private void row(Measured measured, boolean budget) {
        page.append(budget ? "<tr class=\"budget\">" : "<tr>")
                .append("<th scope=\"row\">")
                .append(Html.escaped(measured.region()))
                .append("</th><td class=\"n\">")
                .append(measured.detection().map(Html::seconds).orElse("ordered"))
                .append("</td>");
        for (Duration time :
                List.of(measured.decision(), measured.execution(), measured.verification(), measured.whole())) {
            page.append("<td class=\"n\">").append(Html.seconds(time)).append("</td>");
        }
        var within = measured.withinBudget()
                ? "<span class=\"good\">&#10003; yes</span>"
                : "<span class=\"bad\">&#10007; no</span>";
        page.append("<td>").append(budget ? "" : within).append("</td></tr>");
    }

    private static String style() {
        try (var css = DemoReport.class.getResourceAsStream("demo-report.css")) {
            if (css == null) {
                throw new IllegalStateException(
                        "demo-report.css is missing from the command line's jar; build it anew");
            }
            return new String(css.readAllBytes(), UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
