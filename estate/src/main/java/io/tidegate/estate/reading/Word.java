package io.tidegate.estate.reading;

import org.yaml.snakeyaml.nodes.Node;

/** A word of the file and where it stands. */
record Word(String text, Node node) {}
