package io.tidegate.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Names that say nothing are not there. */
final class NamesTest {
    private static final Pattern TYPE =
            Pattern.compile("(?m)^\\s*(?:[a-z-]+\\s+)*(?:class|interface|record|enum)\\s+([A-Z]\\w*)");
    private static final Pattern EMPTY = Pattern.compile(".*(Impl|Manager|Helper|Helpers|Util|Utils|Data|Info|Base)$");
    private static final List<String> DRAWERS = List.of("commons", "common", "core", "utils", "util", "misc", "shared");

    private static Stream<String> types() {
        return Stream.of("src/main/java", "src/test/java")
                .flatMap(folder -> Checkout.allSources(folder).stream())
                .flatMap(file -> TYPE.matcher(Checkout.text(file)).results())
                .map(found -> found.group(1));
    }

    @Test
    void noTypeEndsInAWordThatSaysNothing() {
        assertThat(types().filter(name -> EMPTY.matcher(name).matches()))
                .as("types named by a filler; an adapter is named by its technology, a policy by its opinion")
                .isEmpty();
    }

    @Test
    void typesAreFoundAtAll() {
        assertThat(types()).hasSizeGreaterThan(100).contains("Topic", "Stage", "RegionLane");
    }

    @Test
    void noModuleIsADrawer() {
        assertThat(Checkout.modules())
                .extracting(Checkout::name)
                .as("what two services share is a message, a model or a test device")
                .doesNotContainAnyElementsOf(DRAWERS);
    }

    @Test
    void noPackageIsADrawer() {
        assertThat(Checkout.allSources("src/main/java"))
                .extracting(file -> String.valueOf(file.resolveSibling("").getFileName()))
                .doesNotContainAnyElementsOf(DRAWERS);
    }
}
