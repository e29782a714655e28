package io.tidegate.estate.reading;

import java.util.IdentityHashMap;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Counts what a document unfolds to when its aliases are followed, without following them twice. */
final class Aliases {
    static final long MAX_NODES = 1_000_000;

    private final IdentityHashMap<Node, Long> sizes = new IdentityHashMap<>();

    private Aliases() {}

    static boolean tooMany(Node root) {
        return new Aliases().size(root) > MAX_NODES;
    }

    /** Nodes below and at {@code node}, every alias counted in full; a node inside itself counts as too many. */
    private long size(Node node) {
        var known = sizes.get(node);
        if (known != null) {
            return known;
        }
        sizes.put(node, MAX_NODES + 1);
        long size = 1;
        if (node instanceof SequenceNode sequence) {
            for (Node item : sequence.getValue()) {
                size = bounded(size + size(item));
            }
        } else if (node instanceof MappingNode mapping) {
            for (var entry : mapping.getValue()) {
                size = bounded(size + size(entry.getKeyNode()) + size(entry.getValueNode()));
            }
        }
        sizes.put(node, size);
        return size;
    }

    private static long bounded(long size) {
        return Math.min(size, MAX_NODES + 1);
    }
}
