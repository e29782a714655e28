package io.tidegate.estate.importing;

import io.tidegate.estate.reading.EstateReader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** Loads YAML without running or unfolding anything: plain values only, aliases shared rather than copied. */
final class Yaml {
    private static final int MAX_DEPTH = 50;

    private Yaml() {}

    /** All documents of a file. */
    static List<Tree> load(Source source, UnaryOperator<String> scalars) {
        var options = new LoaderOptions();
        options.setCodePointLimit(EstateReader.MAX_BYTES);
        options.setMaxAliasesForCollections(Integer.MAX_VALUE);
        options.setNestingDepthLimit(MAX_DEPTH);
        var documents = new ArrayList<Tree>();
        try {
            for (Object document : loader(options, scalars).loadAll(source.text())) {
                documents.add(new Tree(document));
            }
            return documents;
        } catch (MarkedYAMLException broken) {
            var mark = broken.getProblemMark();
            throw new Unimportable(
                    source.file(),
                    mark == null ? 1 : mark.getLine() + 1,
                    mark == null ? 1 : mark.getColumn() + 1,
                    "not valid YAML: " + broken.getProblem() + templateHint(source));
        } catch (YAMLException refused) {
            throw new Unimportable(source.file(), "not valid YAML: " + refused.getMessage());
        }
    }

    private static org.yaml.snakeyaml.Yaml loader(LoaderOptions options, UnaryOperator<String> scalars) {
        var writing = new DumperOptions();
        return new org.yaml.snakeyaml.Yaml(
                new PlainValues(options, scalars), new Representer(writing), writing, options, new WordsAsWritten());
    }

    private static String templateHint(Source source) {
        return source.text().contains("{{") ? "; render templates first, e.g. with `helm template`" : "";
    }

    /**
     * Leaves numbers, dates and truth values the words that they are: the first YAML reads {@code 2222:22} as a number to
     * the base of 60, {@code 1.10} as 1.1 and {@code no} as false.
     */
    private static final class WordsAsWritten extends Resolver {
        @Override
        protected void addImplicitResolvers() {
            addImplicitResolver(Tag.MERGE, MERGE, "<");
            addImplicitResolver(Tag.NULL, NULL, "~nN\0");
            addImplicitResolver(Tag.NULL, EMPTY, null);
        }
    }

    /** Constructs plain values; {@code !reset} of Compose clears, any other tag of a vendor is read past. */
    private static final class PlainValues extends SafeConstructor {
        private final UnaryOperator<String> scalars;

        PlainValues(LoaderOptions options, UnaryOperator<String> scalars) {
            super(options);
            this.scalars = scalars;
            yamlConstructors.put(new Tag("!reset"), construct(node -> null));
            yamlMultiConstructors.put("!", construct(this::untagged));
        }

        @Override
        protected String constructScalar(ScalarNode node) {
            return scalars.apply(super.constructScalar(node));
        }

        private Object untagged(Node node) {
            return switch (node) {
                case ScalarNode scalar -> constructScalar(scalar);
                case SequenceNode sequence -> constructSequence(sequence);
                case MappingNode mapping -> constructMapping(mapping);
                default -> "";
            };
        }

        private static AbstractConstruct construct(
                java.util.function.Function<Node, @org.jspecify.annotations.Nullable Object> reading) {
            return new AbstractConstruct() {
                @Override
                public @org.jspecify.annotations.Nullable Object construct(Node node) {
                    return reading.apply(node);
                }
            };
        }
    }
}
