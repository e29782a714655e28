package io.tidegate.local.suite;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A process of the suite.
 *
 * @param region where it stands; empty for what serves all
 * @param address where it is reached
 * @param health what answers with 200 once it is ready; empty where an open port says so
 * @param options of the Java machine, class path included
 * @param main the class that is run
 * @param arguments of that class
 */
public record Component(
        String name,
        String region,
        String address,
        Optional<URI> health,
        List<String> options,
        String main,
        List<String> arguments) {
    public Component {
        options = List.copyOf(options);
        arguments = List.copyOf(arguments);
    }

    /** Its name with its region. */
    public String id() {
        return region.isEmpty() ? name : name + "@" + region;
    }

    /**
     * What starts it.
     *
     * @param mark what tells the suite's processes from all others
     * @param holder the process whose end ends it
     */
    List<String> command(String mark, long holder) {
        var command = new ArrayList<String>();
        command.add(java());
        command.add(mark);
        command.addAll(options);
        command.add(Leash.class.getName());
        command.add(Long.toString(holder));
        command.add(main);
        command.addAll(arguments);
        return command;
    }

    /** The Java that runs this. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
