package io.tidegate.estate;

import java.util.List;
import java.util.Optional;

/** An estate: what runs where. It is consistent: names are known, dependencies have no cycle, shares add up. */
public record Estate(
        String name,
        List<Region> regions,
        List<Phase> phases,
        List<Service> services,
        List<Environment> environments,
        List<Validator> validators) {
    public Estate {
        regions = List.copyOf(regions);
        phases = List.copyOf(phases);
        services = List.copyOf(services);
        environments = List.copyOf(environments);
        validators = List.copyOf(validators);
    }

    /** The environment of this name, if there is one. */
    public Optional<Environment> environment(String wanted) {
        return environments.stream()
                .filter(environment -> environment.name().equals(wanted))
                .findFirst();
    }
}
