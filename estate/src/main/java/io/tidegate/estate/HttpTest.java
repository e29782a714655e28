package io.tidegate.estate;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One request to a service of the estate, and what its answer must be.
 *
 * @param region whose replicas of the service are asked; empty in an estate, where every region is meant
 * @param timeout longest wait for the whole answer
 */
public record HttpTest(
        String name,
        String region,
        String service,
        String method,
        String path,
        Map<String, String> headers,
        String body,
        Expectation expectation,
        Duration timeout) {
    /**
     * What an answer must be.
     *
     * @param lowest the least status that is right
     * @param highest the greatest
     * @param headers by name, the value wanted
     * @param json by JSON pointer (RFC 6901), the value wanted, as text
     * @param texts what must stand in the body
     */
    public record Expectation(
            int lowest, int highest, Map<String, String> headers, Map<String, String> json, List<String> texts) {
        public Expectation {
            headers = ordered(headers);
            json = ordered(json);
            texts = List.copyOf(texts);
        }
    }

    public HttpTest {
        headers = ordered(headers);
    }

    /** The test as one region's replicas are asked, with {@code ${name}} replaced by the value of that name. */
    public HttpTest in(String place, Map<String, String> values) {
        return new HttpTest(
                name,
                place,
                service,
                method,
                filled(path, values),
                filled(headers, values),
                filled(body, values),
                new Expectation(
                        expectation.lowest(),
                        expectation.highest(),
                        filled(expectation.headers(), values),
                        filled(expectation.json(), values),
                        expectation.texts().stream()
                                .map(text -> filled(text, values))
                                .toList()),
                timeout);
    }

    private static Map<String, String> filled(Map<String, String> texts, Map<String, String> values) {
        var after = new LinkedHashMap<String, String>();
        texts.forEach((key, text) -> after.put(key, filled(text, values)));
        return after;
    }

    private static String filled(String text, Map<String, String> values) {
        var after = text;
        for (var value : values.entrySet()) {
            after = after.replace("${" + value.getKey() + "}", value.getValue());
        }
        return after;
    }

    private static Map<String, String> ordered(Map<String, String> texts) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(texts));
    }
}
