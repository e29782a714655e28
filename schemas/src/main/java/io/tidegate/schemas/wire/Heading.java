package io.tidegate.schemas.wire;

import io.tidegate.schemas.avro.Actor;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;

/**
 * What commands say alike: which one it is, what it is about, who asks, and when.
 *
 * @param deploymentId the deployment; empty for a command about a whole environment
 * @param written when it was written, as a hybrid logical time; for commands that set something
 */
public record Heading(
        String commandId,
        String deploymentId,
        String estate,
        String environment,
        Actor actor,
        Instant requestedAt,
        long written) {

    /** The command with this heading; what its type has no place for is left out. */
    public <T extends SpecificRecord> T over(T command) {
        set(command, "commandId", commandId);
        set(command, "deploymentId", deploymentId);
        set(command, "estate", estate);
        set(command, "environment", environment);
        set(command, "actor", actor);
        set(command, "requestedAt", requestedAt);
        set(command, "written", written);
        return command;
    }

    private static void set(SpecificRecord record, String name, Object value) {
        var field = record.getSchema().getField(name);
        if (field != null) {
            record.put(field.pos(), value);
        }
    }
}
