package io.tidegate.estate.reading;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A mapping of the file, read key by key; what is wrong is noted, and reading goes on with a fallback. */
final class Section {
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

    String text(String key) {
        return word(key).map(Word::text).filter(text -> !text.isBlank()).orElseGet(() -> {
            findings.at(node(key), what + " lacks '" + key + "'");
            return "";
        });
    }

    <T> T read(String key, T fallback, String wanted, Function<String, Optional<T>> reader) {
        var word = word(key);
        if (word.isEmpty()) {
            return fallback;
        }
        return reader.apply(word.get().text()).orElseGet(() -> {
            findings.at(
                    word.get().node(),
                    "'" + word.get().text() + "' is no " + key + " of " + what + "; wanted is " + wanted);
            return fallback;
        });
    }

    int integer(String key, int fallback, int min, int max) {
        return read(key, fallback, "a whole number from " + min + " to " + max, text -> whole(text, min, max));
    }

    Duration duration(String key, Duration fallback) {
        return read(key, fallback, "a duration such as 500ms, 30s, 10m or 2h", Units::duration);
    }

    boolean flag(String key, boolean fallback) {
        return read(key, fallback, "true or false", text -> switch (text) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        });
    }

    <E extends Enum<E>> E choice(String key, E fallback, Class<E> type) {
        return read(key, fallback, choices(type), text -> constant(type, text));
    }

    <E extends Enum<E>> List<E> choicesOf(String key, Class<E> type) {
        var chosen = new ArrayList<E>();
        for (Word word : words(key)) {
            constant(type, word.text())
                    .ifPresentOrElse(
                            chosen::add,
                            () -> findings.at(
                                    word.node(),
                                    "'" + word.text() + "' is none of the " + key + "; wanted is " + choices(type)));
        }
        return chosen;
    }

    List<Word> words(String key) {
        var words = new ArrayList<Word>();
        for (Node item : items(key)) {
            if (item instanceof ScalarNode scalar) {
                words.add(new Word(scalar.getValue(), scalar));
            } else {
                findings.at(item, "every item of '" + key + "' in " + what + " must be a single word");
            }
        }
        return words;
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
        try {
            int number = Integer.parseInt(text);
            return number >= min && number <= max ? Optional.of(number) : Optional.empty();
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    private static <E extends Enum<E>> Optional<E> constant(Class<E> type, String text) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().toLowerCase(Locale.ROOT).equals(text)) {
                return Optional.of(constant);
            }
        }
        return Optional.empty();
    }

    private static <E extends Enum<E>> String choices(Class<E> type) {
        var words = new ArrayList<String>();
        for (E constant : type.getEnumConstants()) {
            words.add(constant.name().toLowerCase(Locale.ROOT));
        }
        return "one of " + String.join(", ", words);
    }
}
