package io.tidegate.estate.plan;

import io.tidegate.estate.Environment;
import io.tidegate.estate.Estate;
import io.tidegate.estate.HttpTest;
import io.tidegate.estate.Image;
import io.tidegate.estate.Region;
import io.tidegate.estate.Service;
import io.tidegate.estate.Validation;
import io.tidegate.estate.Validator;
import io.tidegate.estate.Validator.Means;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The estate's validators as one region asks them: of a suite, the tests of services that run where they are asked. */
final class Validators {
    private Validators() {}

    static List<Validator> of(Estate estate, Environment environment, Region region, Map<String, Image> images) {
        var versions = new HashMap<String, String>();
        for (Service service : estate.services()) {
            versions.put(
                    service.name(),
                    images.getOrDefault(service.name(), service.image()).version());
        }
        return estate.validators().stream()
                .filter(concerns(estate, region))
                .map(validator -> validator.with(validator.tests().stream()
                        .flatMap(test -> asked(estate, region, validator)
                                .filter(place -> place.services().contains(test.service()))
                                .map(place -> in(place, environment, test, versions)))
                        .toList()))
                .filter(validator ->
                        validator.means() != Means.HTTP || !validator.tests().isEmpty())
                .toList();
    }

    private static Predicate<Validator> concerns(Estate estate, Region region) {
        return validator -> validator.validates() == Validation.CONNECTIVITY
                ? estate.regions().size() > 1
                : region.validations().contains(validator.validates());
    }

    /** Connectivity is found out in the other regions, all else in the region itself. */
    private static Stream<Region> asked(Estate estate, Region region, Validator validator) {
        return validator.validates() == Validation.CONNECTIVITY
                ? estate.regions().stream().filter(other -> !other.name().equals(region.name()))
                : Stream.of(region);
    }

    private static HttpTest in(Region place, Environment environment, HttpTest test, Map<String, String> versions) {
        return test.in(
                place.name(),
                Map.of(
                        "region", place.name(),
                        "environment", environment.name(),
                        "version", versions.getOrDefault(test.service(), "")));
    }
}
