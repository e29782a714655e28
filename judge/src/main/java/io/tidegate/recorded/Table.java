package io.tidegate.recorded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** A file of comma-separated values with a line of names on top; values are not quoted. */
record Table(Path file, Map<String, Integer> columns, List<List<String>> rows) {
    static Table read(Path file) throws IOException {
        var lines = Files.readAllLines(file);
        if (lines.isEmpty()) {
            throw new IOException(file + " is empty; wanted is a line of column names and rows below it");
        }
        var columns = new LinkedHashMap<String, Integer>();
        for (String name : split(lines.getFirst())) {
            columns.put(name, columns.size());
        }
        var rows = lines.stream()
                .skip(1)
                .filter(line -> !line.isBlank())
                .map(Table::split)
                .toList();
        return new Table(file, columns, rows);
    }

    private static List<String> split(String line) {
        return Arrays.stream(line.split(",", -1)).map(String::strip).toList();
    }

    boolean has(String column) {
        return columns.containsKey(column);
    }

    /** A number of a row; empty where it is missing. */
    OptionalDouble number(List<String> row, String column) throws IOException {
        var index = columns.get(column);
        if (index == null) {
            throw new IOException(file + " has no column '" + column + "'; it has " + columns.keySet());
        }
        if (index >= row.size() || row.get(index).isEmpty() || row.get(index).equalsIgnoreCase("nan")) {
            return OptionalDouble.empty();
        }
        try {
            return OptionalDouble.of(Double.parseDouble(row.get(index)));
        } catch (NumberFormatException notANumber) {
            throw new IOException(file + ": '" + row.get(index) + "' in column '" + column + "' is no number");
        }
    }
}
