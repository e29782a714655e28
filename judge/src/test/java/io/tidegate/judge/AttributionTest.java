package io.tidegate.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.judge.Attribution.Member;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class AttributionTest {
    private final Map<String, Member> members = new HashMap<>();

    private void suffers(String service, String... dependsOn) {
        members.put(service, new Member(List.of(dependsOn), true, true, Optional.of("it fails")));
    }

    private void suffersOutside(String service, String... dependsOn) {
        members.put(service, new Member(List.of(dependsOn), false, true, Optional.of("it fails")));
    }

    private void isWell(String service, String... dependsOn) {
        members.put(service, new Member(List.of(dependsOn), true, true, Optional.empty()));
    }

    private void isNotMeasured(String service, String... dependsOn) {
        members.put(service, new Member(List.of(dependsOn), false, false, Optional.empty()));
    }

    private List<String> origins(String service) {
        return Attribution.origins(service, members, false);
    }

    @Test
    void inAChainTroubleBeginsAtItsEnd() {
        suffers("gateway", "api");
        suffers("api", "db");
        suffers("db");
        assertThat(origins("gateway")).containsExactly("db");
        assertThat(origins("api")).containsExactly("db");
        assertThat(origins("db")).isEmpty();
    }

    @Test
    void inADiamondItBeginsWhereBothSidesMeet() {
        suffers("gateway", "cart", "search");
        suffers("cart", "prices");
        suffers("search", "prices");
        suffers("prices");
        assertThat(origins("gateway")).containsExactly("prices");
    }

    @Test
    void twoThatSufferForThemselvesAreNamedBoth() {
        suffers("gateway", "search", "cart");
        suffers("cart", "db");
        suffers("search");
        isWell("db");
        assertThat(origins("gateway")).containsExactly("cart", "search");
    }

    @Test
    void whatDependsOnNothingThatSuffersIsBadByItself() {
        suffers("gateway", "api");
        isWell("api", "db");
        suffers("db");
        assertThat(origins("gateway")).as("api hides what db suffers from").isEmpty();
    }

    @Test
    void troubleIsFollowedThroughWhatNobodyMeasures() {
        suffers("gateway", "queue", "unheard-of");
        isNotMeasured("queue", "db");
        suffersOutside("db");
        assertThat(origins("gateway")).containsExactly("db");
    }

    @Test
    void whatDoesWorseThanTheVersionBesideItIsExcusedByAnotherTrialOnly() {
        suffers("gateway", "api", "db");
        suffers("api");
        suffersOutside("db");
        assertThat(Attribution.origins("gateway", members, true)).containsExactly("api");
        assertThat(Attribution.origins("gateway", members, false)).containsExactly("api", "db");
    }

    @Test
    void aCircleEnds() {
        suffers("one", "other");
        suffers("other", "one");
        assertThat(origins("one")).as("it ends where it began").isEmpty();
    }

    /** Every way through the graph is walked once; walked by all its paths it would take for ever. */
    @Test
    void aDeepLatticeIsQuick() {
        for (int level = 0; level < 60; level++) {
            suffers("a" + level, "a" + (level + 1), "b" + (level + 1));
            suffers("b" + level, "a" + (level + 1), "b" + (level + 1));
        }
        suffers("a60");
        isWell("b60");
        assertThat(origins("a0")).containsExactly("a60");
    }
}
