package io.tidegate.executor.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

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
                        Names.ofVersion("a", "1.0"),
                        Names.ofVersion("a", "1-0"),
                        Names.ofVersion("a-1", "0"),
                        Names.ofVersion("A", "1.0"))))
                .hasSize(4);
    }

    @Test
    void aServiceKeepsItsNameWhereKubernetesAcceptsIt() {
        assertThat(Names.ofService("api-gateway")).isEqualTo("api-gateway");
        assertThat(Names.label("2.0.0-errors20")).isEqualTo("2.0.0-errors20");
    }

    @Test
    void anyWordGivesANameThatKubernetesAccepts() {
        var random = new Random(11);
        for (int round = 0; round < 2_000; round++) {
            var service = word(random);
            var version = word(random);
            assertThat(Names.ofVersion(service, version))
                    .as(service + "/" + version)
                    .matches(DNS_LABEL);
            assertThat(Names.ofService(service)).as(service).matches(DNS_LABEL);
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
