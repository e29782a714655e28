package io.tidegate.eventlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class JournalTest {
    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

    private final KeyValueStore<String, byte[]> store =
            Journal.store("journal").withLoggingDisabled().build();

    @BeforeEach
    void open() {
        store.init(new MockProcessorContext<>().getStateStoreContext(), store);
    }

    private List<String> replayed() {
        var heard = new ArrayList<String>();
        new Journal(store)
                .replay((key, record, at) -> heard.add(
                        key + " " + new String(record, UTF_8) + " " + (at.getEpochSecond() - START.getEpochSecond())));
        return heard;
    }

    private static byte[] record(String text) {
        return text.getBytes(UTF_8);
    }

    @Test
    void whatWasAddedSinceAValueWasWrittenIsHeardAgainInItsOrder() {
        var journal = new Journal(store);
        journal.add("shop|api", record("before"), START);
        journal.written("shop|api");
        journal.add("shop|api", record("one"), START.plusSeconds(1));
        journal.add("shop|db", record("other"), START.plusSeconds(2));
        journal.add("shop|api", record("two"), START.plusSeconds(3));
        assertThat(replayed()).containsExactlyInAnyOrder("shop|api one 1", "shop|api two 3", "shop|db other 2");
        assertThat(replayed()).containsSubsequence("shop|api one 1", "shop|api two 3");
    }

    @Test
    void whoHeardItAgainGoesOnWithTheSameNumbers() {
        new Journal(store).add("shop|api", record("one"), START);
        var next = new Journal(store);
        next.replay((key, record, at) -> {});
        next.add("shop|api", record("two"), START);
        assertThat(replayed()).containsExactly("shop|api one 0", "shop|api two 0");
    }

    /** As its users do: values of several keys, each the list of what it heard, written when the journal wants it or by chance. */
    @Test
    void valuesAreAlwaysWhatWasWrittenAndWhatIsHeardAgain() {
        var random = new Random(7);
        var values = new TreeMap<String, List<String>>();
        var written = new TreeMap<String, List<String>>();
        var journal = new Journal(store);
        for (int number = 0; number < 5_000; number++) {
            var key = "shop|" + random.nextInt(3);
            var text = Integer.toString(number);
            values.computeIfAbsent(key, none -> new ArrayList<>()).add(text);
            if (journal.add(key, record(text), START) || random.nextInt(200) == 0) {
                written.put(key, List.copyOf(values.get(key)));
                journal.written(key);
            }
            if (random.nextInt(100) == 0) {
                var again = new TreeMap<String, List<String>>();
                written.forEach((known, heard) -> again.put(known, new ArrayList<>(heard)));
                journal = new Journal(store);
                journal.replay((known, record, at) ->
                        again.computeIfAbsent(known, none -> new ArrayList<>()).add(new String(record, UTF_8)));
                assertThat(again).isEqualTo(values);
            }
        }
    }
}
