package io.tidegate.dashboard.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.tidegate.dashboard.projection.Facts;
import jakarta.inject.Inject;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
final class AuditEndpointsTest {
    @Inject
    @SuppressWarnings("NullAway.Init")
    FakeLog log;

    @BeforeEach
    void somethingWasAskedAndDecided() {
        log.clear();
        log.facts.add(Facts.command("c-1", "request_deployment", "d-1", 1));
        log.facts.add(
                Facts.decided("d-1", "deployment_started", "command", 2, Optional.of(Facts.ADA), Optional.of("c-1")));
        log.facts.add(Facts.decided("d-1", "wave_started", 3));
    }

    @Test
    void linesOfJsonAreGivenUnlessATableIsAskedFor() {
        var lines = Api.get("/v1/audit");
        assertThat(lines.statusCode()).as(lines.body()).isEqualTo(200);
        assertThat(lines.headers().firstValue("content-type").orElse("")).startsWith("application/jsonl");
        assertThat(lines.headers().firstValue("content-disposition").orElse("")).contains("tidegate-audit.jsonl");
        assertThat(lines.body().lines()).hasSize(3).first().asString().contains("\"outcome\":\"accepted\"");

        var table = Api.get("/v1/audit?format=csv");
        assertThat(table.headers().firstValue("content-type").orElse("")).startsWith("text/csv");
        assertThat(table.body().split("\r\n")).hasSize(4);
    }

    @Test
    void onlyTheSpanThatIsAskedForIsGiven() {
        var lines = Api.get("/v1/audit?from=2026-01-01T12:00:02Z&to=2026-01-01T12:00:03Z");

        assertThat(lines.body().lines()).hasSize(1).first().asString().contains("deployment_started");
    }

    @Test
    void whatIsAskedForWronglyIsAProblem() {
        Api.problem(Api.get("/v1/audit?from=yesterday"), 400, "invalid_parameter");
        Api.problem(Api.get("/v1/audit?format=xml"), 400, "invalid_parameter");
    }

    @Test
    void moreThanMayBeGivenIsAProblem() {
        for (int number = 0; number < 20; number++) {
            log.facts.add(Facts.decided("d-" + number, "wave_completed", number));
        }

        Api.problem(Api.get("/v1/audit"), 422, "invalid_request");
    }

    @Test
    void aSilentLogIsAProblem() {
        log.silentSince = Optional.of(Facts.NOON);

        Api.problem(Api.get("/v1/audit"), 503, "log_silent");
    }
}
