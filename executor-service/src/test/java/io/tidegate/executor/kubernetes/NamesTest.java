package io.tidegate.executor.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.executor.step.ServiceId;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NamesTest {
    private static final String DNS_LABEL = "[a-z]([a-z0-9-]{0,61}[a-z0-9])?";
    private static final String LABEL_VALUE = "[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?";

    @Test
    void whatReadsAlikeIsKeptApart() {
        assertThat(new HashSet<>(List.of(
                        Names.ofVersion(id("a"), "1.0"),
                        Names.ofVersion(id("a"), "1-0"),
                        Names.ofVersion(id("a-1"), "0"),
                        Names.ofVersion(id("A"), "1.0"))))
                .hasSize(4);
    }

    @Test
    void twoEstatesOrEnvironmentsThatShareAServiceNameShareNoResourceName() {
        var alike = List.of(
                id("orders"),
                new ServiceId("shop", "staging", "orders"),
                new ServiceId("shop-production", "staging", "orders"),
                new ServiceId("shop", "production-staging", "orders"),
                new ServiceId("shop", "production", "orders-production"),
                new ServiceId("shop", "production", "staging--orders"),
                new ServiceId("orders", "production", "shop"),
                new ServiceId("production/shop", "x", "orders"),
                new ServiceId("shop", "x/production", "orders"));
        assertThat(alike.stream().map(Names::ofService)).doesNotHaveDuplicates();
        assertThat(alike.stream().map(id -> Names.ofVersion(id, "1.0.0"))).doesNotHaveDuplicates();
    }

    @Test
    void aServiceKeepsItsNameWhereKubernetesAcceptsIt() {
        assertThat(Names.ofService(id("api-gateway"))).isEqualTo("api-gateway--production--shop");
        assertThat(Names.ofContainer("api-gateway")).isEqualTo("api-gateway");
        assertThat(Names.label("2.0.0-errors20")).isEqualTo("2.0.0-errors20");
    }

    @Test
    void aNameThatWouldBeTooLongIsShortenedAndStillSaysWhoseItIs() {
        var estate = "a-platform-with-quite-a-long-name-of-its-own";
        var production = Names.ofService(new ServiceId(estate, "production", "api-gateway"));
        assertThat(production).startsWith("api-gateway-production-a-platform").hasSizeLessThanOrEqualTo(63);
        assertThat(production).isNotEqualTo(Names.ofService(new ServiceId(estate + "s", "production", "api-gateway")));
    }

    /** A second pair of hyphens at the third letter is the mark of an encoded name, such as xn--. */
    @Test
    void noNameLooksLikeAnEncodedOne() {
        assertThat(Names.ofService(id("xn"))).matches("xn-production-shop-[0-9a-f]{8}");
    }

    private static ServiceId id(String service) {
        return new ServiceId("shop", "production", service);
    }

    @Test
    void anyWordGivesANameThatKubernetesAccepts() {
        var random = new Random(11);
        for (int round = 0; round < 2_000; round++) {
            var service = word(random);
            var version = word(random);
            var id = new ServiceId(word(random), word(random), service);
            assertThat(Names.ofVersion(id, version)).as(service + "/" + version).matches(DNS_LABEL);
            assertThat(Names.ofService(id)).as(id.toString()).matches(DNS_LABEL);
            assertThat(Names.ofContainer(service)).as(service).matches(DNS_LABEL);
            assertThat(Names.label(version)).as(version).matches(LABEL_VALUE);
        }
    }

    private static String word(Random random) {
        var letters = "abcXYZ019._-:@/+ é";
        var word = new StringBuilder();
        for (int length = random.nextInt(1, 140); length > 0; length--) {
            word.append(letters.charAt(random.nextInt(letters.length())));
        }
        return word.toString();
    }
}
