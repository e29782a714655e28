package io.tidegate.schemas.wire;

import io.apicurio.registry.resolver.ParsedSchema;
import io.apicurio.registry.resolver.data.Record;
import io.apicurio.registry.resolver.strategy.ArtifactReference;
import io.apicurio.registry.resolver.strategy.ArtifactReferenceResolverStrategy;
import io.apicurio.registry.serde.data.SerdeMetadata;
import io.tidegate.schemas.topics.TopicCatalogue;
import org.apache.avro.Schema;

/** Finds a schema under {@code TOPIC-RECORD}, the subject that Confluent's TopicRecordNameStrategy forms. */
public final class ConfluentSubjectStrategy implements ArtifactReferenceResolverStrategy<Schema, Object> {
    @Override
    public ArtifactReference artifactReference(Record<Object> record, ParsedSchema<Schema> schema) {
        var topic = ((SerdeMetadata) record.metadata()).getTopic();
        return ArtifactReference.builder()
                .groupId("default")
                .artifactId(
                        TopicCatalogue.subject(topic, schema.getParsedSchema().getFullName()))
                .build();
    }

    @Override
    public boolean loadSchema() {
        return true;
    }
}
