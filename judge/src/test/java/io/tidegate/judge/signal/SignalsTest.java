package io.tidegate.judge.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.judge.Judgement;
import io.tidegate.judge.Judgement.Word;
import io.tidegate.judge.alert.Alarm.Severity;
import io.tidegate.judge.signal.Signal.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SignalsTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final String ON_TRIAL = "2";

    private static Signal signal(Kind kind, Severity severity, String version, boolean firing, long second) {
        return signal(kind, "odd-traffic", severity, version, firing, second);
    }

    private static Signal signal(
            Kind kind, String name, Severity severity, String version, boolean firing, long second) {
        return Signal.of(
                kind,
                "monitor",
                name,
                severity,
                Optional.of(version).filter(named -> !named.isEmpty()),
                firing,
                "it talks to strangers",
                NOON.plusSeconds(second));
    }

    private static Signals heard(Signal... signals) {
        var all = Signals.NONE;
        for (Signal signal : signals) {
            all = all.after(signal);
        }
        return all;
    }

    private static Judgement over(Signals signals, Word own) {
        return signals.over(new Judgement(own, Optional.empty(), "by itself"), ON_TRIAL, NOON.plusSeconds(60));
    }

    @ParameterizedTest(name = "{0} {1} about version [{2}] makes a healthy one {3}")
    @CsvSource({
        "SECURITY, CRITICAL, 2,  INCONCLUSIVE",
        "SECURITY, CRITICAL, '', INCONCLUSIVE",
        "SECURITY, WARNING,  2,  INCONCLUSIVE",
        "SECURITY, WARNING,  '', INCONCLUSIVE",
        "SECURITY, INFO,     2,  HEALTHY",
        "SECURITY, CRITICAL, 1,  HEALTHY",
        "SECURITY, CRITICAL, 7,  HEALTHY",
        "BUSINESS, CRITICAL, 2,  INCONCLUSIVE",
        "BUSINESS, WARNING,  '', INCONCLUSIVE",
        "BUSINESS, INFO,     '', HEALTHY",
        "BUSINESS, WARNING,  1,  HEALTHY",
        "ALERT,    CRITICAL, '', INCONCLUSIVE",
        "ALERT,    CRITICAL, 1,  HEALTHY",
        "ALERT,    WARNING,  2,  HEALTHY",
        "ALERT,    INFO,     2,  HEALTHY",
    })
    void whatFiresHoldsTheVersionThatItMayBeAbout(Kind kind, Severity severity, String version, Word word) {
        assertThat(over(heard(signal(kind, severity, version, true, 0)), Word.HEALTHY)
                        .word())
                .isEqualTo(word);
    }

    @ParameterizedTest(name = "{0} {1} about version [{2}], alone {3}: {4}")
    @CsvSource({
        "SECURITY, CRITICAL, 2,  false, true",
        "SECURITY, CRITICAL, 2,  true,  true",
        "SECURITY, CRITICAL, '', true,  true",
        "SECURITY, CRITICAL, '', false, false",
        "SECURITY, CRITICAL, 1,  true,  false",
        "SECURITY, WARNING,  2,  true,  false",
        "BUSINESS, CRITICAL, 2,  true,  false",
        "ALERT,    CRITICAL, 2,  true,  false",
    })
    void onlySomethingCriticalAboutSecurityThatCanBeAboutNoOtherVersionTakesItBack(
            Kind kind, Severity severity, String version, boolean alone, boolean guilty) {
        var signal = signal(kind, severity, version, true, 0);
        assertThat(signal.condemns(ON_TRIAL, alone)).isEqualTo(guilty);
        assertThat(signal(kind, severity, version, false, 0).condemns(ON_TRIAL, alone))
                .as("once it is over")
                .isFalse();
    }

    @Test
    void aHeldVersionsVerdictSaysWhichSignalHoldsItAndUntilWhen() {
        var judgement = over(heard(signal(Kind.BUSINESS, Severity.WARNING, "", true, 0)), Word.HEALTHY);
        assertThat(judgement.message())
                .isEqualTo("held by business signal 'odd-traffic' of monitor (warning): it talks to strangers; until"
                        + " monitor says that it is over, or has not said it for 24 h");
        assertThat(judgement.evidence().orElseThrow().rule()).isEqualTo("business-signal");
        assertThat(judgement.evidence().orElseThrow().since()).contains(NOON);
    }

    @Test
    void ofSeveralTheOneThatMattersMostIsNamedAndTheOthersAreCounted() {
        var signals = heard(
                signal(Kind.BUSINESS, "orders", Severity.WARNING, "", true, 2),
                signal(Kind.SECURITY, "escape", Severity.CRITICAL, "", true, 0),
                signal(Kind.ALERT, "disk", Severity.CRITICAL, "1", true, 3),
                signal(Kind.ALERT, "queue", Severity.WARNING, "", true, 3));
        assertThat(over(signals, Word.HEALTHY).message())
                .startsWith(
                        "held by security signal 'escape' of monitor (critical): it talks to strangers, and 1 more;");
    }

    @ParameterizedTest
    @EnumSource(
            value = Word.class,
            names = {"UNHEALTHY", "NO_DATA", "ERROR"})
    void whatAVersionIsByItselfAndHoldsItAnywayIsSaidInstead(Word own) {
        var judgement = over(heard(signal(Kind.SECURITY, Severity.CRITICAL, "2", true, 0)), own);
        assertThat(judgement.word()).isEqualTo(own);
        assertThat(judgement.message()).isEqualTo("by itself");
    }

    @Test
    void itIsHeldNoLongerOnceTheSourceSaysThatItIsOver() {
        var signals = heard(
                signal(Kind.BUSINESS, Severity.WARNING, "", true, 0),
                signal(Kind.BUSINESS, Severity.WARNING, "", false, 9));
        assertThat(over(signals, Word.HEALTHY).word()).isEqualTo(Word.HEALTHY);
    }

    @Test
    void aSignalThatIsNoMoreThanInformationNowIsAsGoodAsOver() {
        var signals = heard(
                signal(Kind.SECURITY, Severity.CRITICAL, "", true, 0),
                signal(Kind.SECURITY, Severity.INFO, "", true, 9));
        assertThat(over(signals, Word.HEALTHY).word()).isEqualTo(Word.HEALTHY);
    }

    @Test
    void whatWasNotSaidAgainForADayHoldsNothingAnyMoreAndIsForgotten() {
        var signals = heard(signal(Kind.SECURITY, Severity.WARNING, "", true, 0));
        var healthy = new Judgement(Word.HEALTHY, Optional.empty(), "by itself");
        var end = NOON.plus(Signals.LASTING);
        assertThat(signals.over(healthy, ON_TRIAL, end.minusSeconds(1)).word()).isEqualTo(Word.INCONCLUSIVE);
        assertThat(signals.over(healthy, ON_TRIAL, end).word()).isEqualTo(Word.HEALTHY);
        assertThat(signals.at(end.minusSeconds(1))).isSameAs(signals);
        assertThat(signals.at(end)).isEqualTo(Signals.NONE);
    }

    @Test
    void whatIsSaidAgainLastsLongerAndIsKnownSinceItBegan() {
        var hours = Duration.ofHours(20).toSeconds();
        var signals = heard(
                signal(Kind.SECURITY, Severity.WARNING, "", true, 0),
                signal(Kind.SECURITY, Severity.WARNING, "", true, hours));
        var judgement = signals.over(
                new Judgement(Word.HEALTHY, Optional.empty(), "by itself"), ON_TRIAL, NOON.plusSeconds(2 * hours));
        assertThat(judgement.word()).isEqualTo(Word.INCONCLUSIVE);
        assertThat(judgement.evidence().orElseThrow().since()).contains(NOON);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void inWhicheverOrderAndHoweverOftenSignalsComeTheLatestOfEachCounts(int seed) {
        var random = new Random(seed);
        var said = new ArrayList<Signal>();
        for (int second = 0; second < 30; second++) {
            said.add(
                    signal(Kind.SECURITY, "n" + random.nextInt(3), Severity.WARNING, "", random.nextBoolean(), second));
        }
        var inOrder = heard(said.toArray(Signal[]::new));
        var disorder = new ArrayList<>(said);
        disorder.addAll(said.subList(0, 10));
        Collections.shuffle(disorder, random);
        var signals = heard(disorder.toArray(Signal[]::new));
        assertThat(over(signals, Word.HEALTHY).word())
                .isEqualTo(over(inOrder, Word.HEALTHY).word());
        assertThat(said(signals)).isEqualTo(said(inOrder));
    }

    private static List<String> said(Signals signals) {
        return signals.heard().values().stream()
                .map(signal -> signal.name() + " " + signal.firing() + " " + signal.at())
                .toList();
    }

    @Test
    void ofTooManySignalsThoseAreKeptThatMatterMost() {
        var signals = heard(signal(Kind.SECURITY, "escape", Severity.CRITICAL, "2", true, 0));
        for (int number = 0; number < 3 * Signals.MOST; number++) {
            signals = signals.after(
                    signal(Kind.BUSINESS, "noise" + number, Severity.WARNING, "", number % 2 == 0, number));
        }
        assertThat(signals.heard()).hasSize(Signals.MOST).containsKey("monitor|escape");
        assertThat(signals.heard().values().stream().filter(signal -> !signal.firing()))
                .as("what is over")
                .isEmpty();
        assertThat(List.copyOf(signals.heard().keySet())).contains("monitor|noise298");
    }
}
