package io.tidegate.health.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.health.testing.Delivery;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Samples that come in another order, several times, or too late to count lead to the verdicts of those that come in order and
 * once: for many kinds of trouble, each with random numbers and random disorder.
 */
final class DisorderTest {
    private static Stream<Arguments> troubles() {
        return Stream.of(Trouble.values())
                .flatMap(trouble -> IntStream.rangeClosed(1, 3).mapToObj(seed -> Arguments.of(trouble, seed)));
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("troubles")
    void verdictsAreTheSame(Trouble trouble, int seed) {
        var samples = trouble.samples(new Random(seed));
        var inOrder = Delivery.verdicts(trouble.started(), Delivery.inOrder(samples));
        assertThat(String.join(
                        ", ",
                        inOrder.entrySet().stream()
                                .map(said -> said.getKey() + " " + said.getValue())
                                .toList()))
                .isEqualTo(trouble.end());
        var troubled = Delivery.verdicts(trouble.started(), Delivery.troubled(samples, new Random(100L + seed)));
        assertThat(troubled).isEqualTo(inOrder);
    }
}
