package io.tidegate.estate.reading;

import io.tidegate.estate.HttpTest;
import io.tidegate.estate.Region;
import io.tidegate.estate.Validation;
import io.tidegate.estate.Validator;
import io.tidegate.estate.reading.EstateDraft.Placed;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;

/** What validators and the rest of an estate must say of each other. */
final class ValidatorRules {
    private final EstateDraft draft;
    private final Findings findings;
    private final List<String> services;

    private ValidatorRules(EstateDraft draft, Findings findings) {
        this.draft = draft;
        this.findings = findings;
        this.services =
                draft.services().stream().map(placed -> placed.part().name()).toList();
    }

    static void check(EstateDraft draft, Findings findings) {
        var rules = new ValidatorRules(draft, findings);
        var bound = EnumSet.noneOf(Validation.class);
        for (Placed<Validator> placed : draft.validators()) {
            rules.asksKnownServices(placed);
            rules.asksSomethingEverywhere(placed);
            if (!bound.add(placed.part().validates())) {
                findings.at(
                        placed.section().node("validates"),
                        "two validators answer for " + word(placed.part().validates()) + "; keep one");
            }
        }
    }

    private void asksKnownServices(Placed<Validator> placed) {
        for (Word service : placed.references()) {
            if (!services.contains(service.text())) {
                findings.at(
                        service.node(),
                        "unknown service '" + service.text() + "'" + Nearest.hint(service.text(), services));
            }
        }
    }

    /** A suite without a test for a region would pass there, having asked nothing. */
    private void asksSomethingEverywhere(Placed<Validator> placed) {
        var validator = placed.part();
        if (validator.tests().isEmpty() || validator.validates() == Validation.CONNECTIVITY) {
            return;
        }
        var asked = validator.tests().stream().map(HttpTest::service).toList();
        for (Placed<Region> region : draft.regions()) {
            if (region.part().validations().contains(validator.validates())
                    && region.part().services().stream().noneMatch(asked::contains)) {
                findings.at(
                        placed.section().node("http"),
                        "region '" + region.part().name() + "' is validated by " + word(validator.validates())
                                + ", but no test asks a service that runs there");
            }
        }
    }

    private static String word(Validation kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
