package io.tidegate.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** The demo as one page that needs nothing else: results, measured times beside their budgets, and timelines. */
final class DemoReport {
    private static final String HEAD = """
            <!doctype html><html lang="en"><head><meta charset="utf-8"><title>Tidegate demo</title><style>
            body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1c2733}
            h1{margin-bottom:0}h2{margin-top:2.5rem}table{border-collapse:collapse;margin:1rem 0}
            th,td{text-align:left;padding:.3rem .9rem;border-bottom:1px solid #d5dde5}td.n{text-align:right}
            .ok{color:#1a7f37}.bad{color:#b42318}code{background:#f0f3f6;padding:0 .3rem}
            ol{list-style:none;padding:0;border-left:3px solid #9db2c7;margin-left:.5rem}
            li{padding:.15rem 0 .15rem 1rem}li time{display:inline-block;width:5.5rem;color:#52667a}
            li b{display:inline-block;width:11rem}li i{display:inline-block;width:6.5rem;font-style:normal;color:#52667a}
            </style></head><body>
            """;

    private DemoReport() {}

    static void write(Path file, List<Demo.Result> results, Duration up) throws IOException {
        var page = new StringBuilder(HEAD);
        page.append("<h1>Tidegate demo</h1><p>13 services, three regions, real Kafka. The suite was up after ")
                .append(seconds(up))
                .append(
                        ". Times of the policy <code>demo</code> are shortened: canary stages of 3-4 s, stability 5 s.</p>");
        results.forEach(result -> section(page, result));
        page.append("</body></html>\n");
        Files.writeString(file, page);
    }

    private static void section(StringBuilder page, Demo.Result result) {
        page.append("<h2>")
                .append(escaped(result.title()))
                .append("</h2><p class=\"")
                .append(result.asExpected() ? "ok\">&#10003; " : "bad\">&#10007; ")
                .append(escaped(result.phase().replace('_', ' ')))
                .append(" in ")
                .append(seconds(result.took()))
                .append(result.asExpected() ? ", as expected" : ", but expected was " + escaped(result.expected()))
                .append(result.reason().isEmpty() ? "" : ". Why: " + escaped(result.reason()))
                .append(" <code>")
                .append(escaped(result.deploymentId()))
                .append("</code></p>");
        if (!result.measured().isEmpty()) {
            page.append("<table><tr><th>region<th>detection<th>decision<th>execution<th>verification<th>whole</tr>");
            result.measured().forEach(measured -> row(page, measured));
            row(page, Measured.BUDGET);
            page.append("</table>");
        }
        timeline(page, result);
    }

    private static void row(StringBuilder page, Measured measured) {
        page.append("<tr><td>").append(escaped(measured.region()));
        page.append("<td class=n>")
                .append(measured.detection().map(DemoReport::seconds).orElse("ordered"));
        for (Duration time :
                List.of(measured.decision(), measured.execution(), measured.verification(), measured.whole())) {
            page.append("<td class=n>").append(seconds(time));
        }
        page.append("</tr>");
    }

    private static void timeline(StringBuilder page, Demo.Result result) {
        if (result.decisions().isEmpty()) {
            return;
        }
        var start = result.decisions().getFirst().at();
        page.append("<ol>");
        for (Explain.Decision decision : result.decisions()) {
            page.append("<li><time>+")
                    .append(seconds(Duration.between(start, decision.at())))
                    .append("</time><b>")
                    .append(escaped(decision.word().replace('_', ' ')))
                    .append("</b><i>")
                    .append(escaped(decision.region()))
                    .append("</i>")
                    .append(escaped(decision.service()))
                    .append(' ')
                    .append(escaped(decision.message()))
                    .append("</li>");
        }
        page.append("</ol>");
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.2f s", time.toMillis() / 1000.0);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
