package io.tidegate.schemas.wire;

import io.tidegate.schemas.avro.DeadLetter;
import io.tidegate.schemas.topics.Topic;
import io.tidegate.schemas.wire.UnreadableRecordException.Reason;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/** A codec whose schema ids are the positions in the catalogue: the same framing without a registry, for tests. */
public final class CatalogueCodec implements RecordCodec {
    private final List<Schema> schemas;

    public CatalogueCodec() {
        this(List.of());
    }

    /** @param others schemas that are registered besides the catalogue's, such as those of a later version */
    public CatalogueCodec(List<Schema> others) {
        DecodingLimits.apply();
        var all = new ArrayList<Schema>();
        for (Topic topic : Topic.values()) {
            all.addAll(topic.schemas());
        }
        all.add(DeadLetter.getClassSchema());
        all.addAll(others);
        this.schemas = List.copyOf(all);
    }

    @Override
    public byte[] encode(String topic, SpecificRecord record) {
        return Framing.write(idOf(record.getSchema()), record);
    }

    /** The id under which a schema is registered here. */
    public int idOf(Schema schema) {
        return schemas.indexOf(schema) + 1;
    }

    @Override
    public SpecificRecord decode(String topic, byte[] bytes) {
        int id = Framing.schemaId(topic, bytes);
        if (id < 1 || id > schemas.size()) {
            throw new UnreadableRecordException(
                    Reason.UNKNOWN_SCHEMA,
                    "a record of " + topic + " names schema " + id + ", which is not registered");
        }
        return Framing.read(topic, bytes, schemas.get(id - 1));
    }
}
