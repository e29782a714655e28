package io.tidegate.estate;

import java.util.List;

/**
 * A service of the estate.
 *
 * @param port where it serves
 * @param replicas how many in an environment with full replicas
 * @param dependsOn services that must be healthy before it starts
 * @param phase number of its phase
 * @param estimate how long it takes to deploy
 * @param critical whether a region counts as down without it
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
        Resources resources) {
    public Service {
        dependsOn = List.copyOf(dependsOn);
    }
}
