package io.tidegate.estate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FixedMapTest {
    private static Map<String, Integer> filled() {
        var map = new LinkedHashMap<String, Integer>();
        map.put("b", 1);
        map.put("a", 2);
        return map;
    }

    @Test
    void aCopyKeepsItsOrderAndIsNotChangedWithTheOriginal() {
        var original = filled();
        var copy = FixedMap.copyOf(original);
        original.put("c", 3);

        assertThat(copy).containsExactly(Map.entry("b", 1), Map.entry("a", 2)).isEqualTo(filled());
        assertThat(copy.get("a")).isEqualTo(2);
        assertThat(copy).containsKey("b").doesNotContainKey("c");
    }

    @Test
    void aSortedCopyIsInTheOrderOfItsKeysAlsoWhereTheOriginalIsFixedInAnother() {
        assertThat(FixedMap.sorted(FixedMap.copyOf(filled()))).containsExactly(Map.entry("a", 2), Map.entry("b", 1));
    }

    @Test
    void aCopyOfACopyIsItself() {
        var copy = FixedMap.copyOf(filled());
        var sorted = FixedMap.sorted(filled());
        assertThat(FixedMap.copyOf(copy)).isSameAs(copy);
        assertThat(FixedMap.sorted(sorted)).isSameAs(sorted);
        assertThat(FixedMap.copyOf(sorted)).isSameAs(sorted);
    }

    @Test
    void itCannotBeChangedByWayOfItsEntriesEither() {
        var copy = FixedMap.copyOf(filled());
        assertThatThrownBy(() -> copy.put("c", 3)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> copy.remove("a")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> copy.entrySet().iterator().next().setValue(4))
                .isInstanceOf(UnsupportedOperationException.class);
    }
}
