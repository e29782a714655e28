package io.tidegate.local.suite;

import io.tidegate.schemas.topics.Installation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where things are.
 *
 * @param product the folder of the built product
 * @param state the folder of what is kept between one start and the next
 * @param regions all regions, the control plane's first
 */
public record Layout(Path product, Path state, List<String> regions) {
    /** The regions of the local suite. */
    public static final List<String> REGIONS = List.of("us-east-1", "us-west-2", "eu-west-1");

    public Layout {
        regions = List.copyOf(regions);
    }

    /** The product in {@code product}, with its state where the environment says, or in the home folder. */
    public static Layout of(Path product) {
        var configured = System.getenv("TIDEGATE_STATE");
        var state = configured == null
                ? Path.of(System.getProperty("user.home"), ".local", "state", "tidegate")
                : Path.of(configured);
        return new Layout(product, state.toAbsolutePath(), REGIONS);
    }

    /** The region whose planner leads at first. */
    public String controlPlane() {
        return regions.getFirst();
    }

    /** Which regions there are: the planner of the first leads, that of the second stands by. */
    public Installation installation() {
        return Installation.of(regions);
    }

    /** One log file per component. */
    public Path logs() {
        return state.resolve("logs");
    }

    /** What the suite says of itself. */
    public Path suiteFile() {
        return state.resolve("suite.json");
    }

    Path module(String name) {
        return product.resolve(name).resolve("target");
    }

    /** Which port each component has. */
    public Path portsFile() {
        return state.resolve("ports.json");
    }

    /** What the processes of this suite have on their command line, and no other process has. */
    String mark() {
        return "-Dsuite.state=" + state;
    }

    /**
     * Where the Java machine keeps this component's classes as it parsed them, from one start to the next; that halves the
     * work of a start.
     */
    Path parsedClasses(String component) {
        return module("local").resolve(component + ".jsa");
    }

    /** Whether an earlier suite has left parsed classes, those of the services included, which start last. */
    public boolean startsFast() {
        return Files.exists(parsedClasses("planner-service"));
    }

    /** This module alone. Jars, no folders: classes of a class path with folders are not kept. */
    String localClasses() {
        return module("local") + "/*";
    }

    String localClasspath() {
        return localClasses() + System.getProperty("path.separator")
                + module("local").resolve("lib") + "/*";
    }
}
