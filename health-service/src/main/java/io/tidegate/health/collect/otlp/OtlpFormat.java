package io.tidegate.health.collect.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.tidegate.health.collect.UnreadableTelemetryException;

/** Metrics as the Collector's Kafka exporter encodes them: {@code otlp_proto} or {@code otlp_json}. */
final class OtlpFormat {
    private static final JsonFormat.Parser JSON = JsonFormat.parser().ignoringUnknownFields();

    private OtlpFormat() {}

    /** Which of the two it is its first letter says: no message of protobuf begins with a brace here. */
    static ExportMetricsServiceRequest read(byte[] bytes) {
        try {
            return isJson(bytes) ? json(bytes) : ExportMetricsServiceRequest.parseFrom(bytes);
        } catch (InvalidProtocolBufferException broken) {
            throw new UnreadableTelemetryException(
                    "it is neither OTLP metrics in protobuf nor in JSON: " + broken.getMessage()
                            + "; set the exporter's encoding to otlp_proto or otlp_json",
                    broken);
        }
    }

    private static ExportMetricsServiceRequest json(byte[] bytes) throws InvalidProtocolBufferException {
        var request = ExportMetricsServiceRequest.newBuilder();
        JSON.merge(new String(bytes, UTF_8), request);
        return request.build();
    }

    private static boolean isJson(byte[] bytes) {
        for (byte letter : bytes) {
            if (letter != ' ' && letter != '\n' && letter != '\r' && letter != '\t') {
                return letter == '{';
            }
        }
        return false;
    }
}
