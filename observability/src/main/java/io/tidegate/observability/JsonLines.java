package io.tidegate.observability;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;

/** One JSON object a line: time, level, logger, thread, message, the {@link LogKey}s and the trace, and a fault's stack. */
public final class JsonLines extends ExtFormatter {
    private static final JsonFactory JSON = new JsonFactory();

    private final String application;

    /** @param application whose log it is */
    public JsonLines(String application) {
        this.application = application;
    }

    @Override
    public String format(ExtLogRecord line) {
        var text = new StringWriter(256);
        try (var json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("timestamp", line.getInstant().toString());
            json.writeStringField("level", line.getLevel().getName());
            json.writeStringField("application", application);
            json.writeStringField("logger", line.getLoggerName());
            json.writeStringField("thread", line.getThreadName());
            json.writeStringField("message", formatMessage(line));
            for (LogKey key : LogKey.values()) {
                copy(line, key.key(), json);
            }
            copy(line, "traceId", json);
            copy(line, "spanId", json);
            if (line.getThrown() != null) {
                var stack = new StringWriter();
                line.getThrown().printStackTrace(new PrintWriter(stack));
                json.writeStringField("fault", stack.toString());
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.append('\n').toString();
    }

    private static void copy(ExtLogRecord line, String key, JsonGenerator json) throws IOException {
        var value = line.getMdc(key);
        if (value != null) {
            json.writeStringField(key, value);
        }
    }
}
