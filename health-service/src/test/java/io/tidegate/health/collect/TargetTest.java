package io.tidegate.health.collect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class TargetTest {
    @Test
    void eachAddressOfAGroupIsAReplicaWithTheGroupsLabels() throws IOException {
        var document = new ObjectMapper().readTree("""
                [{"targets": ["a:1", "b:2"], "labels": {"estate": "shop", "environment": "test", "region": "west",
                  "service": "cart", "version": "2", "other": "x"}},
                 {"targets": []}, {"targets": ["c:3"]}]
                """);
        var found = Target.read(document);
        assertThat(found)
                .containsExactly(
                        new Target("a:1", "shop", "test", "west", "cart", "2"),
                        new Target("b:2", "shop", "test", "west", "cart", "2"),
                        new Target("c:3", "", "", "", "", ""));
        assertThat(found.get(0).ofVersion()).isEqualTo(found.get(1).ofVersion());
    }
}
