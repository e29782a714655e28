package io.tidegate.estate.importing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.estate.Estate;
import io.tidegate.estate.Service;
import io.tidegate.estate.reading.EstateReader;
import io.tidegate.estate.reading.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Files that others deploy every day, in the folder that TIDEGATE_REAL_ESTATES names. */
@EnabledIfEnvironmentVariable(
        named = "TIDEGATE_REAL_ESTATES",
        matches = ".+",
        disabledReason = "TIDEGATE_REAL_ESTATES names no folder of real Compose files and manifests")
class RealFilesTest {
    @Test
    void theOnlineBoutiqueIsImportedWithItsTwelveServicesAndTheirDependencies() throws IOException {
        var estate = imported("online-boutique.kubernetes.yaml");

        assertThat(estate.services()).hasSize(12);
        assertThat(service(estate, "cartservice").dependsOn()).containsExactly("redis-cart");
        assertThat(service(estate, "checkoutservice").dependsOn())
                .containsExactly(
                        "cartservice",
                        "currencyservice",
                        "emailservice",
                        "paymentservice",
                        "productcatalogservice",
                        "shippingservice");
    }

    @Test
    void theSockShopIsImportedWithTheDependenciesThatItNames() throws IOException {
        var estate = imported("sock-shop.docker-compose.yml");

        assertThat(estate.services()).hasSize(15);
        assertThat(service(estate, "user").dependsOn()).containsExactly("user-db");
        assertThat(service(estate, "user-sim").dependsOn()).containsExactly("edge-router");
    }

    private static Estate imported(String name) throws IOException {
        var file = Path.of(System.getenv("TIDEGATE_REAL_ESTATES"), name);
        var options =
                new Importing.Options(Optional.empty(), Optional.empty(), Set.of(), Map.of(), path -> Optional.empty());
        var imported = Importing.run(List.of(new Source(name, Files.readString(file))), options);
        assertThat(imported).isInstanceOf(Imported.Estate.class);
        var reading = EstateReader.read(((Imported.Estate) imported).text(), "imported");
        assertThat(reading).isInstanceOf(Reading.Read.class);
        return ((Reading.Read) reading).estate();
    }

    private static Service service(Estate estate, String name) {
        return estate.services().stream()
                .filter(service -> service.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
