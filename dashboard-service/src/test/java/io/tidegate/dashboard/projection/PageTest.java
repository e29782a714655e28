package io.tidegate.dashboard.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PageTest {
    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    private static List<String> leaf(NavigableMap<String, String> all, int limit, Runnable between) {
        var found = new ArrayList<String>();
        Optional<Page.Token> next = Optional.empty();
        do {
            var page = Page.of(all, each -> !each.endsWith("x"), limit, next);
            assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
            found.addAll(page.items());
            next = page.next().flatMap(token -> Page.Token.parse(token.text()));
            between.run();
        } while (next.isPresent());
        return found;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void pagesTogetherAreTheListWhateverTheLimit(long seed) {
        var random = new Random(seed);
        var all = new TreeMap<String, String>();
        for (int count = random.nextInt(60); count > 0; count--) {
            var key = Integer.toString(random.nextInt(1000));
            all.put(key, key + (random.nextBoolean() ? "x" : ""));
        }

        assertThat(leaf(all, 1 + random.nextInt(9), () -> {}))
                .containsExactlyElementsOf(all.values().stream()
                        .filter(each -> !each.endsWith("x"))
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsThereAllTheTimeIsShownOnceWhileOthersComeAndGo(long seed) {
        var random = new Random(seed);
        var all = new TreeMap<String, String>();
        var staying = new ArrayList<String>();
        for (int number = 0; number < 30; number++) {
            var key = "%03d".formatted(number * 10);
            staying.add(key);
            all.put(key, key);
        }

        var found = leaf(all, 1 + random.nextInt(5), () -> {
            var key = "%03d".formatted(random.nextInt(30) * 10 + 1 + random.nextInt(9));
            if (all.remove(key) == null) {
                all.put(key, key);
            }
        });

        assertThat(found).doesNotHaveDuplicates().isSorted().containsAll(staying);
    }

    @Test
    void thereIsNoNextPageBehindTheLastEntry() {
        var all = new TreeMap<>(java.util.Map.of("a", "a", "b", "b"));

        assertThat(Page.of(all, each -> true, 2, Optional.empty()).next()).isEmpty();
        assertThat(Page.of(all, each -> true, 1, Optional.empty()).next()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?", "YWJj", "MTo!", "2:abc"})
    void whatWasNotHandedOutIsNoToken(String text) {
        assertThat(Page.Token.parse(text)).isEmpty();
    }

    @Test
    void aPageHasAtLeastOneEntry() {
        assertThatThrownBy(() -> Page.of(new TreeMap<String, String>(), each -> true, 0, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
