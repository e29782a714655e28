package io.tidegate.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.coordinator.wave.Attempt.Phase;
import io.tidegate.planner.rollout.Stage;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The drawings in the documentation show the transitions that the code allows, no more and no fewer. */
final class StatesTest {
    private static Map<String, Set<String>> drawn(String file, String type) {
        var comment = JavaFiles.comments(Checkout.file(file)).getOrDefault(type, "");
        assertThat(comment).as("the drawing of " + type).contains("<pre>", "</pre>");
        return StateDiagram.transitions(comment.substring(comment.indexOf("<pre>") + 5, comment.indexOf("</pre>")));
    }

    private static <S extends Enum<S>> Map<String, Set<String>> allowed(S[] states, Function<S, Collection<S>> next) {
        var all = new TreeMap<String, Set<String>>();
        Stream.of(states)
                .filter(state -> !next.apply(state).isEmpty())
                .forEach(state -> all.put(
                        state.name(),
                        next.apply(state).stream().map(Enum::name).collect(Collectors.toCollection(TreeSet::new))));
        return all;
    }

    @Test
    void theStagesOfADeploymentAreDrawnAsTheyAre() {
        assertThat(drawn("planner-service/src/main/java/io/tidegate/planner/rollout/Stage.java", "Stage"))
                .isEqualTo(allowed(Stage.values(), Stage::next));
    }

    @Test
    void thePhasesOfAnAttemptAreDrawnAsTheyAre() {
        assertThat(drawn("region-coordinator/src/main/java/io/tidegate/coordinator/wave/Attempt.java", "Phase"))
                .isEqualTo(allowed(Phase.values(), Phase::next));
    }

    @Test
    void everyStateCanBeReached() {
        assertThat(allowed(Stage.values(), Stage::next).values().stream().flatMap(Set::stream))
                .contains(names(Stage.values(), Stage.QUEUED));
        assertThat(allowed(Phase.values(), Phase::next).values().stream().flatMap(Set::stream))
                .contains(names(Phase.values(), Phase.PREPARED));
    }

    private static String[] names(Enum<?>[] states, Enum<?> first) {
        return Stream.of(states).filter(state -> state != first).map(Enum::name).toArray(String[]::new);
    }

    @Test
    void aDrawingIsReadByItsLines() {
        var drawing = """
            A ─▶ B ─▶ C
            │    │    ▲
            └────┴─▶ D│
                      │
                      E
            """;
        assertThat(StateDiagram.transitions(drawing))
                .isEqualTo(Map.of("A", Set.of("B", "D"), "B", Set.of("C", "D"), "E", Set.of("C")));
    }

    @Test
    void aLineThatEndsNowhereIsRefused() {
        assertThatThrownBy(() -> StateDiagram.transitions("A ─▶ "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ends at no state");
    }
}
