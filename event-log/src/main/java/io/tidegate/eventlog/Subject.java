package io.tidegate.eventlog;

import io.tidegate.observability.LogKey;
import java.util.EnumMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/** What a record is about, under the keys of structured logs. */
public final class Subject {
    private static final Map<LogKey, String> FIELDS = Map.of(
            LogKey.DEPLOYMENT, "deploymentId",
            LogKey.REGION, "region",
            LogKey.WAVE, "wave",
            LogKey.SERVICE, "service",
            LogKey.STEP, "stepId");

    private Subject() {}

    /** The fields of the record that the dictionary of log keys knows, and the epoch it was written under. */
    public static Map<LogKey, String> of(SpecificRecord record, long epoch) {
        var subject = new EnumMap<LogKey, String>(LogKey.class);
        FIELDS.forEach((key, name) -> {
            var field = record.getSchema().getField(name);
            if (field != null) {
                subject.put(key, String.valueOf(record.get(field.pos())));
            }
        });
        if (epoch > 0) {
            subject.put(LogKey.EPOCH, Long.toString(epoch));
        }
        return subject;
    }
}
