package io.tidegate.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ParsedStoreTest {
    private final KeyValueStore<String, String> store = Stores.keyValueStoreBuilder(
                    Stores.inMemoryKeyValueStore("kept"), Serdes.String(), Serdes.String())
            .withLoggingDisabled()
            .build();

    @BeforeEach
    void open() {
        store.init(new MockProcessorContext<>().getStateStoreContext(), store);
    }

    @Test
    void whatWasKeptBeforeItWasOpenedIsThere() {
        store.put("shop|a", "1");
        assertThat(new ParsedStore<>(store).get("shop|a")).isEqualTo("1");
    }

    @Test
    void whatIsKeptOrForgottenIsKeptOrForgottenInTheStoreAsWell() {
        var parsed = new ParsedStore<>(store);
        parsed.put("shop|a", "1");
        parsed.put("shop|b", "2");
        parsed.delete("shop|a");
        assertThat(parsed.all()).containsOnlyKeys("shop|b");
        assertThat(new ParsedStore<>(store).all()).isEqualTo(parsed.all());
    }

    @Test
    void keysThatBeginAlikeAreFoundAndMayBeForgottenOnTheWay() {
        var parsed = new ParsedStore<>(store);
        for (var key : new String[] {"shop/production|a", "shop/production|b", "shop/production2|a", "shop|a"}) {
            parsed.put(key, key);
        }
        parsed.startingWith("shop/production|").keySet().forEach(parsed::delete);
        assertThat(parsed.all()).containsOnlyKeys("shop/production2|a", "shop|a");
    }

    @Test
    void whatIsHeldIsKnownAtOnceAndKeptWhenItIsWritten() {
        var parsed = new ParsedStore<>(store);
        parsed.hold("shop|a", "1");
        assertThat(parsed.get("shop|a")).isEqualTo("1");
        assertThat(store.get("shop|a")).isNull();
        parsed.write("shop|a");
        assertThat(store.get("shop|a")).isEqualTo("1");
    }
}
