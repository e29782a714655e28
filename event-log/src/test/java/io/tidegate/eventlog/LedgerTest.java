package io.tidegate.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.schemas.envelope.Envelope;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

final class LedgerTest {
    private static final String TOPIC = "region-events-v1";
    private static final String KEY = "shop/production";

    private final Ledger ledger = new Ledger(store());

    private static KeyValueStore<String, Long> store() {
        var context = new MockProcessorContext<String, Long>();
        KeyValueStore<String, Long> store =
                Ledger.store("ledger").withLoggingDisabled().build();
        store.init(context.getStateStoreContext(), store);
        return store;
    }

    private static Envelope envelope(long epoch, long sequence) {
        return new Envelope(
                "id-" + epoch + "-" + sequence,
                "/east/region-coordinator",
                "io.tidegate.region_deploying.v1",
                KEY,
                Instant.EPOCH,
                epoch,
                sequence,
                Optional.empty());
    }

    private long missing(long epoch, long sequence) {
        long missing = ledger.missing(TOPIC, KEY, envelope(epoch, sequence));
        ledger.heed(TOPIC, KEY, envelope(epoch, sequence));
        return missing;
    }

    @Test
    void aRecordIsHeededOnceHoweverOftenItIsDelivered() {
        assertThat(ledger.heed(TOPIC, KEY, envelope(1, 1))).isTrue();
        assertThat(ledger.heed(TOPIC, KEY, envelope(1, 2))).isTrue();
        assertThat(ledger.heed(TOPIC, KEY, envelope(1, 1))).isFalse();
        assertThat(ledger.heed(TOPIC, KEY, envelope(1, 2))).isFalse();
    }

    @Test
    void aGapInTheSequenceIsSeen() {
        assertThat(missing(1, 7)).as("the first that is heard of a source").isZero();
        assertThat(missing(1, 8)).isZero();
        assertThat(missing(1, 12)).isEqualTo(3);
        assertThat(missing(1, 13)).isZero();
        assertThat(missing(1, 13)).as("delivered again").isZero();
        assertThat(missing(2, 14))
                .as("the sequence goes on under another epoch")
                .isZero();
        assertThat(missing(2, 16)).isEqualTo(1);
    }

    @Test
    void aRecordThatMovedToAnotherKeyTellsNothingOfGaps() {
        ledger.heed(TOPIC, "shop", envelope(1, 1));
        assertThat(ledger.missing(TOPIC, "shop", envelope(1, 9))).isZero();
    }
}
