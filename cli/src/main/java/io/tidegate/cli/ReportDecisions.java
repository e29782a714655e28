package io.tidegate.cli;

import io.tidegate.dashboard.projection.Decision;
import io.tidegate.judge.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** A deployment's decisions in order, each with what it rests on. */
final class ReportDecisions {
    private static final int WIDTH = 320;
    private static final int HEIGHT = 60;

    private ReportDecisions() {}

    static void write(StringBuilder page, List<Decision> decisions) {
        if (decisions.isEmpty()) {
            return;
        }
        page.append("<h3>Decisions and their evidence</h3>");
        var start = decisions.getFirst().at();
        decisions.forEach(decision -> write(page, decision, start));
    }

    private static void write(StringBuilder page, Decision decision, Instant start) {
        boolean alarming = decision.word().equals("found_unhealthy");
        page.append(alarming ? "<details open>" : "<details>")
                .append("<summary><time datetime=\"")
                .append(decision.at())
                .append("\">+")
                .append(Html.seconds(Duration.between(start, decision.at())))
                .append("</time><b")
                .append(alarming ? " class=\"bad\">" : ">")
                .append(Html.spoken(decision.word()))
                .append("</b> ")
                .append(Html.escaped(String.join(" ", List.of(decision.region(), decision.service()))
                        .strip()))
                .append(" <span class=\"quiet\">")
                .append(Html.escaped(decision.message()))
                .append("</span></summary><dl class=\"facts\">");
        fact(page, "rule", decision.rule());
        decision.evidence().ifPresent(evidence -> evidence(page, evidence));
        page.append("</dl></details>");
    }

    private static void evidence(StringBuilder page, Evidence evidence) {
        if (evidence.metric().isEmpty()) {
            return;
        }
        fact(
                page,
                evidence.metric(),
                Html.number(evidence.value()) + ", limit " + Html.number(evidence.limit())
                        + evidence.baseline()
                                .map(before -> ", version before " + Html.number(before))
                                .orElse(""));
        fact(page, "samples", evidence.samples() + " in " + evidence.window().toSeconds() + " s");
        evidence.pValue().ifPresent(pValue -> fact(page, "p-value, valid at any time", Html.number(pValue)));
        if (evidence.series().size() > 1) {
            page.append("<dt>second by second</dt><dd>");
            spark(page, evidence);
            page.append("</dd>");
        }
    }

    private static void fact(StringBuilder page, String term, String value) {
        if (!value.isEmpty()) {
            page.append("<dt>")
                    .append(Html.escaped(term))
                    .append("</dt><dd>")
                    .append(Html.escaped(value))
                    .append("</dd>");
        }
    }

    private static void spark(StringBuilder page, Evidence evidence) {
        var series = evidence.series();
        double top = Math.max(
                evidence.limit() * 1.2,
                series.stream().mapToDouble(Double::doubleValue).max().orElse(1));
        double scale = top > 0 ? HEIGHT / top : 1;
        var points = new StringBuilder();
        for (int second = 0; second < series.size(); second++) {
            points.append(String.format(
                    Locale.ROOT,
                    "%.1f,%.1f ",
                    second * (double) WIDTH / (series.size() - 1),
                    HEIGHT + 3 - series.get(second) * scale));
        }
        double limit = HEIGHT + 3 - evidence.limit() * scale;
        page.append(String.format(
                Locale.ROOT,
                "<svg class=\"spark\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s over %d seconds, from %s to %s; limit %s\">"
                        + "<line class=\"limit\" x1=\"0\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\"/><polyline points=\"%s\"/></svg>",
                WIDTH,
                HEIGHT + 6,
                Html.escaped(evidence.metric()),
                series.size(),
                Html.number(series.getFirst()),
                Html.number(series.getLast()),
                Html.number(evidence.limit()),
                limit,
                WIDTH,
                limit,
                points.toString().strip()));
    }
}
