package io.tidegate.health.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

final class InFlightTest {
    @Test
    void noMoreThanSoManyQuestionsAreOpenAndAllAreAnswered() {
        var bound = new InFlight(3);
        var open = new ConcurrentLinkedDeque<CompletableFuture<Integer>>();
        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            answers.add(bound.ask(() -> {
                var answer = new CompletableFuture<Integer>();
                open.add(answer);
                return answer;
            }));
        }
        var done = new ArrayDeque<Integer>();
        while (done.size() < 10) {
            int more = Math.min(3, 10 - done.size());
            Awaitility.await().until(() -> open.size() == more);
            done.add(done.size());
            open.remove().complete(1);
        }
        assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).isEqualTo(1));
    }

    @Test
    void aQuestionThatFailsMakesRoomToo() {
        var bound = new InFlight(1);
        var failed = bound.ask(() -> CompletableFuture.failedFuture(new IllegalStateException()));
        assertThat(bound.ask(() -> CompletableFuture.completedFuture(2)).join()).isEqualTo(2);
        assertThat(failed).isCompletedExceptionally();
    }

    @Test
    void manyAnswersThatAreThereAtOnceDoNotDigADeepHole() {
        var bound = new InFlight(2);
        var answers = IntStream.range(0, 50_000)
                .mapToObj(i -> bound.ask(() -> CompletableFuture.completedFuture(i)))
                .toList();
        assertThat(answers.getLast().join()).isEqualTo(49_999);
    }
}
