package io.tidegate.estate.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.estate.Estate;
import io.tidegate.estate.reading.Reading.Read;
import io.tidegate.estate.reading.Reading.Rejected;
import java.util.List;
import org.junit.jupiter.api.Test;

class EstateReaderTest {
    private static final String SOUND = """
            apiVersion: tidegate.io/v1
            kind: Estate
            metadata: {name: shop}
            spec:
              regions:
                - {name: east, wave: 1, trafficShare: 60}
                - {name: west, wave: 2, trafficShare: 40, services: [db, api]}
              services:
                - {name: db, image: "postgres:16"}
                - {name: api, image: "shop/api:1.0", dependsOn: [db], phase: 2}
                - {name: web, image: "shop/web:1.0", dependsOn: [api], phase: 3}
            """;

    @Test
    void aSoundFileIsAnEstate() {
        assertThat(estate(SOUND).services()).extracting("name").containsExactly("db", "api", "web");
    }

    @Test
    void aRegionWithoutASubsetRunsEveryService() {
        assertThat(estate(SOUND).regions().getFirst().services()).containsExactly("db", "api", "web");
    }

    @Test
    void anUnknownServiceIsNamedWithTheNearestKnownOne() {
        assertThat(findings(SOUND.replace("dependsOn: [api]", "dependsOn: [apy]")))
                .containsExactly("shop.yaml:11:54: unknown service 'apy'; did you mean 'api'?");
    }

    @Test
    void aCycleIsPrintedAsAPath() {
        assertThat(findings(SOUND.replace("\"postgres:16\"}", "\"postgres:16\", dependsOn: [api], phase: 2}")))
                .singleElement()
                .asString()
                .contains("dependencies go round: api -> db -> api");
    }

    @Test
    void aDependencyThatARegionLacksIsNamed() {
        assertThat(findings(SOUND.replace("[db, api]", "[api]")))
                .singleElement()
                .asString()
                .startsWith("shop.yaml:7:")
                .contains("'api' needs 'db', which region 'west' lacks");
    }

    @Test
    void aPhaseThatContradictsADependencyIsNamed() {
        assertThat(findings(SOUND.replace("phase: 2", "phase: 4")))
                .singleElement()
                .asString()
                .contains("'web' is in phase 3 but depends on 'api' of the later phase 4");
    }

    @Test
    void sharesThatDoNotAddUpAreSummed() {
        assertThat(findings(SOUND.replace("trafficShare: 40", "trafficShare: 30")))
                .containsExactly("shop.yaml:7:43: the regions' traffic shares add up to 90 %; they must add up to 100");
    }

    @Test
    void aServiceThatStandsTwiceIsNamed() {
        assertThat(findings(SOUND.replace("name: web", "name: api")))
                .anyMatch(finding -> finding.contains("service 'api' stands twice"));
    }

    @Test
    void aKeyThatStandsTwiceIsNamed() {
        assertThat(findings(SOUND.replace("{name: db,", "{name: db, port: 1, port: 2,")))
                .singleElement()
                .asString()
                .contains("key 'port' stands twice in a service");
    }

    @Test
    void anUnknownKeyIsNamedWithTheNearestKnownOne() {
        assertThat(findings(SOUND.replace("dependsOn: [db]", "dependOn: [db]")))
                .singleElement()
                .asString()
                .contains("unknown key 'dependOn' in a service; did you mean 'dependsOn'?");
    }

    @Test
    void aBadUnitSaysWhichUnitsThereAre() {
        assertThat(findings(SOUND.replace("trafficShare: 60", "trafficShare: 60, rollbackWindow: 30min")))
                .singleElement()
                .asString()
                .contains(
                        "'30min' is no rollbackWindow of a region; wanted is a duration such as 500ms, 30s, 10m or 2h");
    }

    @Test
    void anAmountTooLargeToCountIsAFindingAndDoesNotOverflow() {
        assertThat(findings(SOUND.replace("{name: db,", "{name: db, resources: {storage: 999999999Ti},")))
                .singleElement()
                .asString()
                .contains("'999999999Ti' is no storage");
    }

    @Test
    void allFindingsComeAtOnceInTheOrderOfTheFile() {
        var broken = SOUND.replace("kind: Estate", "kind: Estat")
                .replace("wave: 1", "wave: one")
                .replace("dependsOn: [api]", "dependsOn: [app]");
        assertThat(findings(broken)).hasSize(3).isSortedAccordingTo((left, right) -> line(left) - line(right));
    }

    @Test
    void anAliasBombIsRefusedWithoutBeingUnfolded() {
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int level = 1; level < 9; level++) {
            var alias = "*a" + (level - 1);
            bomb.append("a%d: &a%d [%s]\n"
                    .formatted(level, level, String.join(", ", java.util.Collections.nCopies(10, alias))));
        }
        assertThat(findings(bomb.toString())).singleElement().asString().contains("aliases make the file unfold");
    }

    @Test
    void aFileOverFiveMegabytesIsRefused() {
        assertThat(findings("#".repeat(EstateReader.MAX_BYTES + 1)))
                .singleElement()
                .asString()
                .contains("at most 5242880");
    }

    @Test
    void brokenYamlIsReportedWithItsPlace() {
        assertThat(findings("spec: [1, 2\nkind: x")).singleElement().asString().contains("not valid YAML");
    }

    @Test
    void anEmptyFileSaysHowAnEstateBegins() {
        assertThat(findings("")).singleElement().asString().contains("apiVersion: tidegate.io/v1");
    }

    private static Estate estate(String text) {
        return switch (EstateReader.read(text, "shop.yaml")) {
            case Read(var estate) -> estate;
            case Rejected(var findings) -> throw new AssertionError("expected an estate, but: " + findings);
        };
    }

    private static List<String> findings(String text) {
        return switch (EstateReader.read(text, "shop.yaml")) {
            case Read(var estate) -> throw new AssertionError("expected findings, but it was read: " + estate.name());
            case Rejected(var findings) ->
                findings.stream().map(Finding::toString).toList();
        };
    }

    private static int line(String finding) {
        return Integer.parseInt(finding.replaceAll("^[^:]*:(\\d+):.*", "$1"));
    }
}
