package io.tidegate.estate.reading;

import java.util.List;
import java.util.TreeSet;
import org.yaml.snakeyaml.nodes.Node;

/** Collects what is wrong in one file. */
final class Findings {
    private final String file;
    private final TreeSet<Finding> found = new TreeSet<>();

    Findings(String file) {
        this.file = file;
    }

    void at(Node node, String message) {
        at(node.getStartMark().getLine() + 1, node.getStartMark().getColumn() + 1, message);
    }

    void at(int line, int column, String message) {
        found.add(new Finding(file, line, column, message));
    }

    boolean none() {
        return found.isEmpty();
    }

    List<Finding> all() {
        return List.copyOf(found);
    }
}
