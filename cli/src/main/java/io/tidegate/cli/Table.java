package io.tidegate.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Words in columns, each as wide as its widest word. */
final class Table {
    private static final int GAP = 3;

    private final List<List<String>> rows = new ArrayList<>();

    Table(String... headings) {
        rows.add(List.of(headings));
    }

    Table row(Object... words) {
        rows.add(Arrays.stream(words).map(String::valueOf).toList());
        return this;
    }

    /** The lines, each with its line break; nothing is padded at the end. */
    @Override
    public String toString() {
        var widths = new int[rows.getFirst().size()];
        for (List<String> row : rows) {
            for (int column = 0; column < row.size(); column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        var text = new StringBuilder();
        for (List<String> row : rows) {
            var line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                line.append(row.get(column))
                        .repeat(" ", widths[column] - row.get(column).length() + GAP);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
