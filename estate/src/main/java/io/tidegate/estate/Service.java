package io.tidegate.estate;

import java.util.List;
import java.util.Optional;

/**
 * A service of the estate.
 *
 * @param port where it serves
 * @param replicas how many in an environment with full replicas
 * @param dependsOn services that must be healthy before it starts
 * @param phase number of its phase
 * @param estimate how long it takes to deploy
 * @param critical whether a region counts as down without it
 * @param resources what one replica asks for in an environment that gives everything
 * @param migration the change of stored data that its version brings, if any
 */
public record Service(
        String name,
        Image image,
        int port,
        int replicas,
        List<String> dependsOn,
        int phase,
        Strategy strategy,
        SecondsRange estimate,
        boolean critical,
        Resources resources,
        HealthSettings health,
        Optional<Migration> migration) {
    public Service {
        dependsOn = List.copyOf(dependsOn);
    }
}
