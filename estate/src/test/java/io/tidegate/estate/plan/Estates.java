package io.tidegate.estate.plan;

import io.tidegate.estate.Allotment;
import io.tidegate.estate.Estate;
import io.tidegate.estate.HealthSettings;
import io.tidegate.estate.Image;
import io.tidegate.estate.Policy;
import io.tidegate.estate.Region;
import io.tidegate.estate.Resources;
import io.tidegate.estate.Role;
import io.tidegate.estate.SecondsRange;
import io.tidegate.estate.Service;
import io.tidegate.estate.Strategy;
import io.tidegate.estate.Validation;
import io.tidegate.estate.reading.EstateReader;
import io.tidegate.estate.reading.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/** Estates to plan, and their plans. */
final class Estates {
    private Estates() {}

    static Estate example() throws IOException {
        var file = Path.of("..", "examples", "code-platform", "estate.yaml");
        return switch (EstateReader.read(Files.readString(file), "estate.yaml")) {
            case Reading.Read(var estate) -> estate;
            case Reading.Rejected(var findings) -> throw new AssertionError(findings.toString());
        };
    }

    static Plan planned(Estate estate, String environment) {
        return switch (Planning.plan(estate, environment, Map.of(), Map.of())) {
            case PlanResult.Planned(var plan) -> plan;
            case PlanResult.Refused(var message) -> throw new AssertionError(message);
        };
    }

    static Estate random(Random random) {
        int size = 1 + random.nextInt(60);
        var services = new ArrayList<Service>();
        for (int number = 0; number < size; number++) {
            var needs = IntStream.range(0, number)
                    .filter(earlier -> random.nextInt(8) == 0)
                    .mapToObj(earlier -> "s" + earlier)
                    .toList();
            int min = random.nextInt(60);
            services.add(new Service(
                    "s" + number,
                    new Image("s:1"),
                    80,
                    1,
                    needs,
                    1,
                    Strategy.ROLLING,
                    new SecondsRange(min, min + random.nextInt(60)),
                    false,
                    Resources.NONE,
                    HealthSettings.SPECIFICATION,
                    Optional.empty()));
        }
        java.util.Collections.shuffle(services, random);
        var names = services.stream().map(Service::name).toList();
        return new Estate(
                "random",
                List.of(new Region(
                        "here",
                        Role.PRIMARY,
                        1,
                        100,
                        Duration.ofMillis(100),
                        names,
                        List.of(Validation.HEALTH),
                        Duration.ofMinutes(1))),
                List.of(),
                services,
                List.of(new io.tidegate.estate.Environment("production", Allotment.FULL, Policy.SPECIFICATION)),
                List.of());
    }
}
