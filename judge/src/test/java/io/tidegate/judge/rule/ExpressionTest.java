package io.tidegate.judge.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.judge.rule.Answer.DoesNotHold;
import io.tidegate.judge.rule.Answer.Holds;
import io.tidegate.judge.rule.Answer.Unanswered;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ExpressionTest {
    private static final Map<String, Object> VALUES =
            Map.of("requests", 100L, "errors", 0L, "error_rate", 0.25, "p95", 0.2, "service", "api");

    private static Answer answer(String text) {
        return Expression.of(text).ask(VALUES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "error_rate > 0.1",
                "error_rate * 100.0 > 20",
                "requests >= 100 && p95 <= 0.2",
                "requests > 99.5",
                "service.startsWith('a') && double(errors) / double(requests) == 0.0",
                "error_rate > 0.1 || baseline.error_rate > 0.1"
            })
    void whatIsSoHolds(String text) {
        assertThat(answer(text)).isEqualTo(new Holds());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"error_rate > 1", "requests > 500 && error_rate > 2.0 * baseline.error_rate", "service == 'db'"})
    void whatIsNotSoDoesNot(String text) {
        assertThat(answer(text)).isEqualTo(new DoesNotHold());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        requests / errors > 3                           | division by zero
        error_rate / (p95 - p95) > 3.0                  | division by zero
        !(0.0 / (p95 - p95) > 3.0)                      | division by zero
        9223372036854775807 + requests > 1              | too large
        baseline.error_rate > 0.1                       | baseline.error_rate not known
        requests > 1 && p99 > 2.0 * baseline.p99        | baseline.p99 and p99 not known
        """)
    void whatCannotBeSaidIsNeither(String text, String why) {
        assertThat(answer(text)).isInstanceOfSatisfying(Unanswered.class, open -> assertThat(open.why())
                .contains(why));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        p59 > 1.0                       | 1  | p59          | 'p59' is not measured
        requests > 1 && baseline.pp > 2 | 17 | baseline.pp  | 'baseline.pp' is not measured
        error_rate * 2 > 1.0            | 12 | ""           | write 2.0 instead of 2
        p95                             | 1  | ""           | a rule says true or false
        error_rate >                    | 13 | ""           | CEL says: mismatched input
        [1, 2].all(x, x > requests)     | 11 | ""           | rules have no macros
        p95 > 'x'                       | 5  | ""           | '>' does not go with (double, string)
        requests > 9 && error_rate      | 14 | ""           | '&&' does not go with (bool, double); each side says true or false, as error_rate > 0.05 does
        1 > 2                           | 1  | ""           | reads nothing that is measured
        """)
    void whatIsWrongIsSaidWithItsPlaceAndHowToMendIt(String text, int character, String unknown, String message) {
        assertThat(Expression.of(text).problems()).singleElement().satisfies(problem -> {
            assertThat(problem.character()).isEqualTo(character);
            assertThat(problem.unknown()).isEqualTo(unknown);
            assertThat(problem.message()).contains(message);
        });
    }

    @Test
    void aRuleIsBoundedInLengthAndDepthAndSoInWhatItCosts() {
        assertThat(Expression.of("requests > 1 || ".repeat(40) + "requests > 1").problems())
                .singleElement()
                .extracting(Problem::message)
                .asString()
                .contains("longer than 500 characters");
        assertThat(Expression.of("(".repeat(60) + "requests > 1" + ")".repeat(60))
                        .problems())
                .singleElement()
                .extracting(Problem::message)
                .asString()
                .contains("nested deeper than 32");
    }

    @Test
    void whatIsWrongAnswersNothing() {
        assertThat(answer("p59 > 1.0")).isEqualTo(new Unanswered("it is no rule: 'p59' is not measured"));
    }

    @Test
    void itsSubjectIsWhatIsComparedAndNotHowMuchThereMustBe() {
        assertThat(Expression.of("requests > 100 && error_rate > 0.1").subject())
                .contains(new Expression.Compared("error_rate", OptionalDouble.of(0.1)));
        assertThat(Expression.of("service == 'api' && p95 > 2.0 * baseline.p95").subject())
                .contains(new Expression.Compared("baseline.p95", OptionalDouble.empty()));
        assertThat(Expression.of("service == 'api'").subject()).isEmpty();
    }

    @Test
    void theSameTextIsCompiledOnce() {
        assertThat(Expression.of("error_rate > 0.125")).isSameAs(Expression.of("error_rate > 0.125"));
    }

    @Test
    void everyVariableIsDocumented() throws IOException {
        var chapter = Files.readString(Path.of("..", "docs", "estate.md"));
        assertThat(List.of(Variable.values()))
                .allSatisfy(variable -> assertThat(chapter).contains("`" + variable.word() + "`"));
    }
}
