package io.tidegate.dashboard.audit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.judge.Evidence;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How an audit is written down. */
public enum AuditFormat {
    /** One JSON object a line, with all that the evidence says. */
    JSONL("application/jsonl") {
        @Override
        public void write(List<AuditLine> lines, Appendable out) throws IOException {
            for (AuditLine line : lines) {
                out.append(json(line).toString()).append('\n');
            }
        }
    },
    /** A table with one heading line (RFC 4180), for spreadsheets, which take no cell of it for a formula. */
    CSV("text/csv") {
        @Override
        public void write(List<AuditLine> lines, Appendable out) throws IOException {
            row(COLUMNS.stream().map(Column::name).toList(), out);
            for (AuditLine line : lines) {
                row(
                        COLUMNS.stream()
                                .map(column -> column.value().apply(line))
                                .map(AuditFormat::harmless)
                                .toList(),
                        out);
            }
        }
    };

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FORMULAS = "=+-@\t\r\n";
    private static final List<Column> COLUMNS = List.of(
            new Column("at", line -> line.at().toString()),
            new Column("kind", AuditLine::kind),
            new Column("what", AuditLine::what),
            new Column("deployment", AuditLine::deployment),
            new Column("estate", AuditLine::estate),
            new Column("environment", AuditLine::environment),
            new Column("actor", line -> line.actor().map(actor -> actor.name()).orElse("")),
            new Column("why", line -> line.actor().map(actor -> actor.reason()).orElse("")),
            new Column(
                    "client", line -> line.actor().map(actor -> actor.client()).orElse("")),
            new Column("command", AuditLine::commandId),
            new Column("outcome", AuditLine::outcome),
            new Column("rule", AuditLine::rule),
            new Column("region", AuditLine::region),
            new Column("service", AuditLine::service),
            new Column("message", AuditLine::message),
            new Column("metric", line -> evidence(line, Evidence::metric)),
            new Column("value", line -> evidence(line, Evidence::value)),
            new Column("limit", line -> evidence(line, Evidence::limit)),
            new Column("samples", line -> evidence(line, Evidence::samples)),
            new Column("evidence", line -> evidence(line, Evidence::message)));

    private final String mediaType;

    AuditFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    private record Column(String name, Function<AuditLine, String> value) {}

    /** Writes all lines. */
    public abstract void write(List<AuditLine> lines, Appendable out) throws IOException;

    /** The media type of what is written. */
    public String mediaType() {
        return mediaType;
    }

    /** The format of this name. */
    public static Optional<AuditFormat> named(String name) {
        return List.of(values()).stream()
                .filter(format -> format.word().equals(name))
                .findFirst();
    }

    /** Its name where one is asked for, which is also what a file's name ends in. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static String evidence(AuditLine line, Function<Evidence, Object> part) {
        return line.evidence().map(part).map(Object::toString).orElse("");
    }

    /** Spreadsheets take a cell for a formula by its first character; an apostrophe before it makes it text. */
    private static String harmless(String cell) {
        return !cell.isEmpty() && FORMULAS.indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
    }

    private static void row(List<String> cells, Appendable out) throws IOException {
        out.append(cells.stream().map(AuditFormat::quoted).collect(Collectors.joining(",")))
                .append("\r\n");
    }

    private static String quoted(String cell) {
        boolean plain = cell.chars().noneMatch(each -> each == '"' || each == ',' || each == '\n' || each == '\r');
        return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }

    private static ObjectNode json(AuditLine line) {
        var document = JSON.createObjectNode()
                .put("at", line.at().toString())
                .put("kind", line.kind())
                .put("what", line.what())
                .put("deployment", line.deployment())
                .put("estate", line.estate())
                .put("environment", line.environment());
        line.actor().ifPresent(actor -> document.put("actor", actor.name())
                .put("why", actor.reason())
                .put("client", actor.client()));
        put(document, "command", line.commandId());
        put(document, "outcome", line.outcome());
        put(document, "rule", line.rule());
        put(document, "region", line.region());
        put(document, "service", line.service());
        put(document, "message", line.message());
        line.evidence().ifPresent(evidence -> document.set("evidence", json(evidence)));
        return document;
    }

    private static void put(ObjectNode document, String name, String value) {
        if (!value.isEmpty()) {
            document.put(name, value);
        }
    }

    private static ObjectNode json(Evidence evidence) {
        var document = JSON.createObjectNode()
                .put("rule", evidence.rule())
                .put("metric", evidence.metric())
                .put("value", evidence.value())
                .put("limit", evidence.limit());
        evidence.baseline().ifPresent(baseline -> document.put("baseline", baseline));
        document.put("samples", evidence.samples());
        evidence.pValue().ifPresent(pValue -> document.put("pValue", pValue));
        document.put("windowSeconds", evidence.window().toSeconds());
        evidence.since().ifPresent(since -> document.put("since", since.toString()));
        document.put("message", evidence.message());
        var series = document.putArray("series");
        evidence.series().forEach(series::add);
        return document;
    }
}
