package io.tidegate.eventlog.mapping;

import io.tidegate.judge.Evidence;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Evidence between the judge's model and the wire. */
public final class EvidenceMapping {
    private EvidenceMapping() {}

    public static io.tidegate.schemas.avro.@Nullable Evidence toWire(Optional<Evidence> evidence) {
        return evidence.map(EvidenceMapping::toWire).orElse(null);
    }

    private static io.tidegate.schemas.avro.Evidence toWire(Evidence evidence) {
        return io.tidegate.schemas.avro.Evidence.newBuilder()
                .setRule(evidence.rule())
                .setMetric(evidence.metric())
                .setValue(evidence.value())
                .setLimit(evidence.limit())
                .setBaseline(evidence.baseline().orElse(null))
                .setSamples(evidence.samples())
                .setPValue(evidence.pValue().orElse(null))
                .setWindowSeconds((int) evidence.window().toSeconds())
                .setSince(evidence.since().orElse(null))
                .setMessage(evidence.message())
                .setSeries(evidence.series())
                .build();
    }

    public static Optional<Evidence> fromWire(io.tidegate.schemas.avro.@Nullable Evidence evidence) {
        if (evidence == null) {
            return Optional.empty();
        }
        return Optional.of(new Evidence(
                evidence.getRule(),
                evidence.getMetric(),
                evidence.getValue(),
                evidence.getLimit(),
                Optional.ofNullable(evidence.getBaseline()),
                evidence.getSamples(),
                Optional.ofNullable(evidence.getPValue()),
                Duration.ofSeconds(evidence.getWindowSeconds()),
                Optional.ofNullable(evidence.getSince()),
                evidence.getMessage(),
                evidence.getSeries()));
    }
}
