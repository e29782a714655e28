package io.tidegate.local.suite;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * A process of the suite.
 *
 * @param region where it stands; empty for what serves all
 * @param address where it is reached
 * @param health what answers with 200 once it is ready; empty where an open port says so
 * @param arguments of the java command
 */
public record Component(String name, String region, String address, Optional<URI> health, List<String> arguments) {
    public Component {
        arguments = List.copyOf(arguments);
    }

    /** Its name with its region. */
    public String id() {
        return region.isEmpty() ? name : name + "@" + region;
    }
}
