package io.tidegate.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.tidegate.schemas.avro.RequestDeployment;
import io.tidegate.schemas.examples.Examples;
import io.tidegate.schemas.wire.CatalogueCodec;
import io.tidegate.schemas.wire.RegistryCodec;
import io.tidegate.schemas.wire.RegistryUnavailableException;
import io.tidegate.schemas.wire.UnreadableRecordException;
import io.tidegate.schemas.wire.UnreadableRecordException.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the codec makes of a registry's answers; the registry is played by the few paths of its API that reading needs. */
class RegistryCodecTest {
    private static final String COMMANDS = "deployment-commands-v1";
    private static final byte[] GOOD = new CatalogueCodec().encode(COMMANDS, Examples.of(RequestDeployment.class));

    private final Map<Integer, String> schemas = new ConcurrentHashMap<>();
    private HttpServer registry;
    private RegistryCodec codec;
    private volatile boolean broken;

    @BeforeEach
    void startRegistry() throws IOException {
        registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        registry.createContext("/apis/registry/v3/ids/contentIds/", exchange -> {
            var parts = exchange.getRequestURI().getPath().split("/", -1);
            var schema = schemas.getOrDefault(Integer.valueOf(parts[6]), "");
            int status = broken ? 500 : schema.isEmpty() ? 404 : 200;
            var answer = "{\"status\": " + status + ", \"title\": \"no\", \"name\": \"ContentNotFoundException\"}";
            if (status == 200) {
                answer = exchange.getRequestURI().getPath().endsWith("/references") ? "[]" : schema;
            }
            exchange.getResponseHeaders().add("content-type", "application/json");
            var bytes = answer.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        registry.start();
        codec = new RegistryCodec("http://127.0.0.1:" + registry.getAddress().getPort() + "/apis/registry/v3");
        schemas.put(1, PlainSchema.of(RequestDeployment.getClassSchema()).toString());
        schemas.put(
                2,
                SchemaBuilder.record("com.example.Deploy")
                        .fields()
                        .requiredString("what")
                        .endRecord()
                        .toString());
    }

    @AfterEach
    void stopRegistry() {
        registry.stop(0);
    }

    @Test
    void aRecordThatAForeignClientWroteIsRead() {
        assertThat(codec.decode(COMMANDS, framed(1))).isEqualTo(Examples.of(RequestDeployment.class));
    }

    @Test
    void aSchemaThatIsNotOursIsTheWrongType() {
        assertThat(reasonFor(framed(2))).isEqualTo(Reason.WRONG_TYPE);
    }

    @Test
    void anIdThatTheRegistryDoesNotKnowIsAnUnknownSchema() {
        assertThat(reasonFor(framed(999))).isEqualTo(Reason.UNKNOWN_SCHEMA);
    }

    @Test
    void anIdThatNoRegistryGivesOutIsAnUnknownSchema() {
        assertThat(reasonFor(framed(0))).isEqualTo(Reason.UNKNOWN_SCHEMA);
        assertThat(reasonFor(framed(-1))).isEqualTo(Reason.UNKNOWN_SCHEMA);
    }

    @Test
    void aTruncatedRecordIsMalformed() {
        assertThat(reasonFor(Arrays.copyOf(framed(1), 40))).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void aRegistryInTroubleSaysNothingAboutTheBytes() {
        broken = true;
        assertThatThrownBy(() -> codec.decode(COMMANDS, framed(1))).isInstanceOf(RegistryUnavailableException.class);
    }

    @Test
    void aRegistryThatIsGoneSaysNothingAboutTheBytes() {
        registry.stop(0);
        assertThatThrownBy(() -> codec.decode(COMMANDS, framed(1))).isInstanceOf(RegistryUnavailableException.class);
    }

    /** A command once waited for ever, since the registry's client had lost an answer. */
    @Test
    void aRegistryThatNeverAnswersIsNotAwaitedForEver() throws IOException {
        try (var deaf = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            var patient =
                    new RegistryCodec("http://127.0.0.1:" + deaf.getLocalPort() + "/apis/registry/v3", ofMillis(200));
            assertThatThrownBy(() -> patient.decode(COMMANDS, framed(1)))
                    .isInstanceOf(RegistryUnavailableException.class);
            assertThatThrownBy(() -> patient.encode(COMMANDS, Examples.of(RequestDeployment.class)))
                    .isInstanceOf(RegistryUnavailableException.class);
        }
    }

    private Reason reasonFor(byte[] bytes) {
        var thrown = new Reason[1];
        assertThatThrownBy(() -> codec.decode(COMMANDS, bytes))
                .isInstanceOfSatisfying(UnreadableRecordException.class, unreadable -> thrown[0] = unreadable.reason());
        return thrown[0];
    }

    private static byte[] framed(int id) {
        return ByteBuffer.wrap(GOOD.clone()).putInt(1, id).array();
    }
}
