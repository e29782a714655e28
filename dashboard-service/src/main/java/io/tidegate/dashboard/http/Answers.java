package io.tidegate.dashboard.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tidegate.dashboard.projection.EventLog;
import io.tidegate.dashboard.projection.Position;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Documents as they are answered: marked, so that who has one already is not sent it again. */
@Singleton
final class Answers {
    /** Names the position that a document is at least as new as; a stream that goes on from there misses nothing. */
    static final String POSITION = "Tidegate-Position";

    /** Says since when the log has not answered, where a document may be out of date. */
    static final String STALE_SINCE = "Tidegate-Stale-Since";

    private static final Pattern MARKS = Pattern.compile("\\s*,\\s*");

    private final Served served;
    private final EventLog log;

    Answers(Served served, EventLog log) {
        this.served = served;
        this.log = log;
    }

    /** @param known the {@code If-None-Match} of who asks */
    Response answer(@Nullable String known, Function<Served, JsonNode> document) {
        Served.checkReadable(log);
        Position before = served.journal().head();
        byte[] body = bytes(document.apply(served));
        String mark = '"' + digest(body) + '"';
        var response = has(known, mark) ? Response.notModified() : Response.ok(body, MediaType.APPLICATION_JSON_TYPE);
        response.header(HttpHeaders.ETAG, mark)
                .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                .header(POSITION, before.text());
        log.silentSince().ifPresent(since -> response.header(STALE_SINCE, since.toString()));
        return response.build();
    }

    private static boolean has(@Nullable String known, String mark) {
        if (known == null) {
            return false;
        }
        return MARKS.splitAsStream(known.strip())
                .anyMatch(each -> each.equals("*") || (each.startsWith("W/") ? each.substring(2) : each).equals(mark));
    }

    static byte[] bytes(JsonNode document) {
        try {
            return Documents.JSON.writeValueAsBytes(document);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static String digest(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body), 0, 12);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
