package io.tidegate.estate.reading;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A mapping of the file, read key by key; what is wrong is noted, and reading goes on with a fallback. */
final class Section {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,63}");
    private static final Pattern WHOLE = Pattern.compile("0|-?[1-9][0-9]{0,9}");
    private static final Set<Tag> NO_TEXT = Set.of(Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.TIMESTAMP);

    private final Node node;
    private final String what;
    private final Findings findings;
    private final Map<String, Node> values = new LinkedHashMap<>();

    private Section(Node node, String what, Findings findings) {
        this.node = node;
        this.what = what;
        this.findings = findings;
    }

    /** The section at {@code node}; a key outside {@code known}, or one that stands twice, is a finding. */
    static Section of(Node node, String what, Findings findings, List<String> known) {
        var section = new Section(node, what, findings);
        if (!(node instanceof MappingNode mapping)) {
            findings.at(node, what + " must be a mapping with the keys " + String.join(", ", known));
            return section;
        }
        for (var entry : mapping.getValue()) {
            var key = entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
            if (!known.contains(key)) {
                findings.at(entry.getKeyNode(), "unknown key '" + key + "' in " + what + Nearest.hint(key, known));
            } else if (section.values.putIfAbsent(key, entry.getValueNode()) != null) {
                findings.at(entry.getKeyNode(), "key '" + key + "' stands twice in " + what + "; keep one");
            }
        }
        return section;
    }

    Node node() {
        return node;
    }

    Node node(String key) {
        return values.getOrDefault(key, node);
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    Optional<Word> word(String key) {
        var value = values.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof ScalarNode scalar) {
            return Optional.of(new Word(scalar.getValue(), scalar));
        }
        findings.at(value, "'" + key + "' of " + what + " must be a single word");
        return Optional.empty();
    }

    /** A required text; what YAML reads as a number or a truth is none. */
    String text(String key) {
        var word = word(key).filter(found -> !found.text().isBlank());
        if (word.isEmpty()) {
            findings.at(node(key), what + " lacks '" + key + "'");
            return "";
        }
        mustBeText(word.get());
        return word.get().text();
    }

    /** A required name: it becomes part of keys, paths and host names. */
    String name(String key) {
        var name = text(key);
        if (!name.isEmpty() && !NAME.matcher(name).matches()) {
            findings.at(
                    node(key),
                    "'" + name + "' is no name of " + what + "; wanted are up to 63 letters, digits, '-', '_' and '.'");
        }
        return name;
    }

    private void mustBeText(Word word) {
        if (word.node() instanceof ScalarNode scalar && scalar.isPlain() && NO_TEXT.contains(scalar.getTag())) {
            findings.at(
                    scalar,
                    "YAML reads '" + word.text() + "' as " + scalar.getTag().getClassName() + ", but " + what
                            + " wants a text here; put it in quotes");
        }
    }

    <T> T read(String key, T fallback, String wanted, Function<String, Optional<T>> reader) {
        return word(key)
                .map(word -> reader.apply(word.text()).orElseGet(() -> unfit(key, word, wanted, fallback)))
                .orElse(fallback);
    }

    /** Reads a text, which YAML must not take for something else. */
    <T> Optional<T> readText(String key, String wanted, Function<String, Optional<T>> reader) {
        return word(key).flatMap(word -> {
            mustBeText(word);
            var found = reader.apply(word.text());
            if (found.isEmpty()) {
                findings.at(
                        word.node(), "'" + word.text() + "' is no " + key + " of " + what + "; wanted is " + wanted);
            }
            return found;
        });
    }

    /** Reads what YAML itself knows the kind of: in quotes it would be a text. */
    private <T> T readPlain(String key, T fallback, String wanted, Function<String, Optional<T>> reader) {
        return word(key)
                .map(word -> word.node() instanceof ScalarNode scalar && !scalar.isPlain()
                        ? unfit(key, word, wanted + ", without quotes", fallback)
                        : reader.apply(word.text()).orElseGet(() -> unfit(key, word, wanted, fallback)))
                .orElse(fallback);
    }

    private <T> T unfit(String key, Word word, String wanted, T fallback) {
        findings.at(word.node(), "'" + word.text() + "' is no " + key + " of " + what + "; wanted is " + wanted);
        return fallback;
    }

    int integer(String key, int fallback, int min, int max) {
        return readPlain(key, fallback, "a whole number from " + min + " to " + max, text -> whole(text, min, max));
    }

    /** A whole percentage from 1 to 100, written {@code 75%}. */
    int percent(String key, int fallback) {
        return read(key, fallback, "a percentage from 1% to 100%", text -> Units.percent(text));
    }

    Duration duration(String key, Duration fallback) {
        return read(key, fallback, "a duration such as 500ms, 30s, 10m or 2h", Units::duration);
    }

    /** A duration above none. */
    Duration positive(String key, Duration fallback) {
        return read(key, fallback, "a duration above zero, such as 30s, 10m or 2h", text -> Units.duration(text)
                .filter(Duration::isPositive));
    }

    boolean flag(String key, boolean fallback) {
        return readPlain(key, fallback, "true or false", text -> switch (text) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        });
    }

    <E extends Enum<E>> E choice(String key, E fallback, Class<E> type) {
        return word(key)
                .map(word -> constant(List.of(type.getEnumConstants()), word.text())
                        .orElseGet(() ->
                                unfit(key, word, choices(List.of(type.getEnumConstants()), word.text()), fallback)))
                .orElse(fallback);
    }

    <E extends Enum<E>> List<E> choicesOf(String key, Class<E> type) {
        return choicesOf(key, List.of(type.getEnumConstants()));
    }

    <E extends Enum<E>> List<E> choicesOf(String key, List<E> allowed) {
        var chosen = new ArrayList<E>();
        for (Word word : words(key)) {
            constant(allowed, word.text())
                    .ifPresentOrElse(
                            chosen::add,
                            () -> findings.at(
                                    word.node(),
                                    "'" + word.text() + "' is none of the " + key + "; wanted is "
                                            + choices(allowed, word.text())));
        }
        return chosen;
    }

    List<Word> words(String key) {
        var words = new ArrayList<Word>();
        var seen = new HashSet<String>();
        for (Node item : items(key)) {
            if (item instanceof ScalarNode scalar) {
                var word = new Word(scalar.getValue(), scalar);
                mustBeText(word);
                words.add(word);
                if (!seen.add(word.text())) {
                    findings.at(item, "'" + word.text() + "' stands twice in '" + key + "' of " + what + "; keep one");
                }
            } else {
                findings.at(item, "every item of '" + key + "' in " + what + " must be a single word");
            }
        }
        return words;
    }

    /** A mapping of words that the file chooses itself to texts; what YAML takes for a number is a text here too. */
    Map<String, Word> texts(String key) {
        var texts = new LinkedHashMap<String, Word>();
        var value = values.get(key);
        if (value instanceof MappingNode mapping) {
            for (var entry : mapping.getValue()) {
                if (!(entry.getKeyNode() instanceof ScalarNode name)
                        || !(entry.getValueNode() instanceof ScalarNode text)
                        || text.getTag().equals(Tag.NULL)) {
                    findings.at(entry.getKeyNode(), "every entry of '" + key + "' in " + what + " must be NAME: TEXT");
                } else if (texts.putIfAbsent(name.getValue(), new Word(text.getValue(), name)) != null) {
                    findings.at(name, "'" + name.getValue() + "' stands twice in '" + key + "' of " + what);
                }
            }
        } else if (value != null) {
            findings.at(value, "'" + key + "' of " + what + " must be a mapping of names to texts");
        }
        return texts;
    }

    /** A list of texts, which may stand twice. */
    List<String> lines(String key) {
        var lines = new ArrayList<String>();
        for (Node item : items(key)) {
            if (item instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)) {
                lines.add(scalar.getValue());
            } else {
                findings.at(item, "every item of '" + key + "' in " + what + " must be a text");
            }
        }
        return lines;
    }

    /** A list of names. */
    List<String> names(String key) {
        var words = words(key);
        for (Word word : words) {
            if (!NAME.matcher(word.text()).matches()) {
                findings.at(
                        word.node(),
                        "'" + word.text() + "' is no name in '" + key + "' of " + what
                                + "; wanted are up to 63 letters, digits, '-', '_' and '.'");
            }
        }
        return words.stream().map(Word::text).toList();
    }

    Optional<Section> section(String key, List<String> known) {
        return Optional.ofNullable(values.get(key)).map(value -> of(value, what + "." + key, findings, known));
    }

    List<Section> sections(String key, String itemName, List<String> known) {
        return items(key).stream()
                .map(item -> of(item, itemName, findings, known))
                .toList();
    }

    private List<Node> items(String key) {
        var value = values.get(key);
        if (value == null) {
            return List.of();
        }
        if (value instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        findings.at(value, "'" + key + "' of " + what + " must be a list");
        return List.of();
    }

    private static Optional<Integer> whole(String text, int min, int max) {
        if (!WHOLE.matcher(text).matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(text);
        return number >= min && number <= max ? Optional.of((int) number) : Optional.empty();
    }

    private static <E extends Enum<E>> Optional<E> constant(List<E> allowed, String text) {
        for (E constant : allowed) {
            if (constant.name().toLowerCase(Locale.ROOT).equals(text)) {
                return Optional.of(constant);
            }
        }
        return Optional.empty();
    }

    private static <E extends Enum<E>> String choices(List<E> allowed, String unfit) {
        var words = new ArrayList<String>();
        for (E constant : allowed) {
            words.add(constant.name().toLowerCase(Locale.ROOT));
        }
        return "one of " + String.join(", ", words)
                + Nearest.of(unfit, words)
                        .map(near -> "; did you mean '" + near + "'?")
                        .orElse("");
    }
}
