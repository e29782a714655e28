package io.tidegate.architecture;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A drawing of states in capitals, joined by box-drawing lines. Lines that touch are one; from every state at a plain end of
 * it one may go to every state at one of its arrowheads.
 */
final class StateDiagram {
    private enum Side {
        NORTH(-1, 0),
        EAST(0, 1),
        SOUTH(1, 0),
        WEST(0, -1);

        private final int down;
        private final int right;

        Side(int down, int right) {
            this.down = down;
            this.right = right;
        }

        Side opposite() {
            return switch (this) {
                case NORTH -> SOUTH;
                case EAST -> WEST;
                case SOUTH -> NORTH;
                case WEST -> EAST;
            };
        }
    }

    private record Place(int row, int column) {
        Place to(Side side) {
            return new Place(row + side.down, column + side.right);
        }
    }

    private static final Map<Character, Set<Side>> LINES = Map.ofEntries(
            Map.entry('─', Set.of(Side.EAST, Side.WEST)),
            Map.entry('│', Set.of(Side.NORTH, Side.SOUTH)),
            Map.entry('┌', Set.of(Side.EAST, Side.SOUTH)),
            Map.entry('┐', Set.of(Side.WEST, Side.SOUTH)),
            Map.entry('└', Set.of(Side.NORTH, Side.EAST)),
            Map.entry('┘', Set.of(Side.NORTH, Side.WEST)),
            Map.entry('├', Set.of(Side.NORTH, Side.EAST, Side.SOUTH)),
            Map.entry('┤', Set.of(Side.NORTH, Side.WEST, Side.SOUTH)),
            Map.entry('┬', Set.of(Side.EAST, Side.SOUTH, Side.WEST)),
            Map.entry('┴', Set.of(Side.NORTH, Side.EAST, Side.WEST)),
            Map.entry('┼', Set.of(Side.values())),
            Map.entry('▶', Set.of(Side.EAST, Side.WEST)),
            Map.entry('◀', Set.of(Side.EAST, Side.WEST)),
            Map.entry('▼', Set.of(Side.NORTH, Side.SOUTH)),
            Map.entry('▲', Set.of(Side.NORTH, Side.SOUTH)));
    private static final Map<Character, Side> TIPS =
            Map.of('▶', Side.EAST, '◀', Side.WEST, '▼', Side.SOUTH, '▲', Side.NORTH);

    private final List<String> rows;
    private final Set<Place> seen = new HashSet<>();
    private final Map<String, Set<String>> transitions = new TreeMap<>();

    private StateDiagram(String drawing) {
        rows = drawing.lines().toList();
    }

    /** From which state one may go to which, as drawn. */
    static Map<String, Set<String>> transitions(String drawing) {
        var diagram = new StateDiagram(drawing);
        for (int row = 0; row < diagram.rows.size(); row++) {
            for (int column = 0; column < diagram.rows.get(row).length(); column++) {
                diagram.follow(new Place(row, column));
            }
        }
        return diagram.transitions;
    }

    private void follow(Place start) {
        if (!isState(start) && !sides(start).isEmpty() && seen.add(start)) {
            var sources = new TreeSet<String>();
            var targets = new TreeSet<String>();
            var open = new ArrayDeque<>(List.of(start));
            while (!open.isEmpty()) {
                var place = open.remove();
                for (Side side : sides(place)) {
                    var next = place.to(side);
                    if (sides(next).contains(side.opposite())) {
                        if (seen.add(next)) {
                            open.add(next);
                        }
                    } else {
                        (side == TIPS.get(at(place)) ? targets : sources).add(end(place, side));
                    }
                }
            }
            sources.forEach(source ->
                    transitions.computeIfAbsent(source, none -> new TreeSet<>()).addAll(targets));
        }
    }

    private String end(Place place, Side side) {
        var touched = place.to(side);
        if (at(touched) == ' ' && (side == Side.EAST || side == Side.WEST)) {
            touched = touched.to(side);
        }
        int row = touched.row();
        int column = touched.column();
        return state(touched)
                .orElseThrow(() -> new IllegalArgumentException("the line at row " + row + ", column " + column
                        + " ends at no state:\n" + String.join("\n", rows)));
    }

    private Optional<String> state(Place place) {
        if (!isState(place)) {
            return Optional.empty();
        }
        var letters = new ArrayList<Character>();
        var first = place;
        while (isState(first.to(Side.WEST))) {
            first = first.to(Side.WEST);
        }
        for (var letter = first; isState(letter); letter = letter.to(Side.EAST)) {
            letters.add(at(letter));
        }
        var name = new StringBuilder();
        letters.forEach(name::append);
        return Optional.of(name.toString());
    }

    private boolean isState(Place place) {
        char sign = at(place);
        return (sign >= 'A' && sign <= 'Z') || sign == '_';
    }

    private Set<Side> sides(Place place) {
        return LINES.getOrDefault(at(place), Set.of());
    }

    private char at(Place place) {
        if (place.row() < 0 || place.row() >= rows.size()) {
            return ' ';
        }
        var row = rows.get(place.row());
        return place.column() < 0 || place.column() >= row.length() ? ' ' : row.charAt(place.column());
    }
}
