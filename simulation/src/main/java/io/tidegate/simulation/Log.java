package io.tidegate.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The replicated log: keeps the order of each writer for each reader, delays, and delivers some records again, as a
 * mirror does that lost its offsets.
 */
final class Log {
    /** How badly the log behaves. */
    record Faults(double duplicates, double stalls) {
        static final Faults NONE = new Faults(0, 0);
    }

    private static final int REMEMBERED = 8;

    private final World world;
    private final Map<String, Node> readers = new HashMap<>();
    private final Map<String, Long> sequences = new HashMap<>();
    private final Map<String, Long> lastArrivals = new HashMap<>();
    private final Map<String, List<Message>> recent = new HashMap<>();
    private final Map<String, Long> healed = new HashMap<>();
    private Faults faults;

    Log(World world, Faults faults) {
        this.world = world;
        this.faults = faults;
    }

    void attach(Node reader) {
        readers.put(reader.name(), reader);
    }

    void behave() {
        faults = Faults.NONE;
    }

    /** Nothing gets out of a region, or into it, for a while. */
    void part(String region, long millis) {
        healed.merge(region, world.elapsed().toMillis() + millis, Math::max);
    }

    /** Nothing gets from one region into another for a while. */
    void unlink(String from, String to, long millis) {
        healed.merge(from + ">" + to, world.elapsed().toMillis() + millis, Math::max);
    }

    /** Writes a record that these readers will see. */
    void write(String source, Object value, long epoch, Set<String> to) {
        var message = new Message(source, sequences.merge(source, 1L, Long::sum), value, epoch);
        to.stream().sorted().forEach(reader -> send(message, reader));
    }

    /** Writes what an outsider says, without a number. */
    void writeUnnumbered(String source, Object value, String to) {
        send(new Message(source, 0, value, 0), to);
    }

    private void send(Message message, String to) {
        var way = message.source() + ">" + to;
        long now = world.elapsed().toMillis();
        long delay = world.happens(faults.stalls()) ? world.between(1_000, 8_000) : world.between(2, 300);
        long arrival = Math.max(Math.max(now, open(message.source(), to)) + delay, lastArrivals.getOrDefault(way, 0L));
        lastArrivals.put(way, arrival);
        world.after(arrival - now, () -> arrive(way, message, to));
    }

    /** When the way between two nodes is open. */
    private long open(String from, String to) {
        var one = regionOf(from);
        var other = regionOf(to);
        return one.equals(other)
                ? 0
                : Math.max(
                        healed.getOrDefault(one + ">" + other, 0L),
                        Math.max(healed.getOrDefault(one, 0L), healed.getOrDefault(other, 0L)));
    }

    /** Nodes are named WHAT REGION; people are in no region. */
    private static String regionOf(String node) {
        return node.substring(node.indexOf(' ') + 1);
    }

    private void arrive(String way, Message message, String to) {
        var reader = readers.get(to);
        if (reader == null) {
            throw new IllegalArgumentException("nobody is called " + to);
        }
        reader.deliver(message);
        var before = recent.computeIfAbsent(way, unseen -> new ArrayList<>());
        before.add(message);
        if (before.size() > REMEMBERED) {
            before.removeFirst();
        }
        if (world.happens(faults.duplicates())) {
            var again = before.subList(world.between(0, before.size() - 1), before.size());
            world.note(() -> way + " delivers " + again.size() + " records again");
            List.copyOf(again).forEach(reader::deliver);
        }
    }
}
