package io.tidegate.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A node with the guarantees of an exactly-once topology: state, output and reading position become lasting together,
 * at a commit; a crash goes back to the last one. What was heard before, by source and number, is dropped.
 *
 * @param <S> its state, immutable
 */
abstract class StreamsNode<S> implements Node {
    private static final int TICK_MILLIS = 500;

    /** Who waits for nothing looks at the clock this rarely, as for who leads. */
    private static final int CALM_TICKS = 8;

    /** A record to be written at the commit. */
    private record Output(Object value, long epoch, Set<String> to) {}

    private record Lasting<S>(S state, Map<String, Long> watermarks, int position) {}

    private final String name;
    private final World world;
    private final Log log;
    private final List<Message> inbox = new ArrayList<>();
    private final List<Output> outputs = new ArrayList<>();
    private final List<Consumer<Invariants>> happenings = new ArrayList<>();
    private final Invariants invariants;
    private final Plant plant;
    private Lasting<S> lasting;
    private Map<String, Long> watermarks = new HashMap<>();
    private S state;
    private int position;
    private boolean up = true;
    private boolean commitDue;
    private int life;

    StreamsNode(String name, World world, Log log, Invariants invariants, S state, Plant plant) {
        this.name = name;
        this.world = world;
        this.log = log;
        this.invariants = invariants;
        this.state = state;
        this.plant = plant;
        this.lasting = new Lasting<>(state, Map.of(), 0);
    }

    void start() {
        log.attach(this);
        tick(life, 1);
    }

    abstract S receive(S state, Message message);

    abstract S timePasses(S state);

    /** Whether time alone may change something. */
    abstract boolean waits(S state);

    @Override
    public String name() {
        return name;
    }

    World world() {
        return world;
    }

    /** The state that lasts. */
    S state() {
        return lasting.state();
    }

    void say(Object value, long epoch, Set<String> to) {
        outputs.add(new Output(value, epoch, to));
    }

    /** Has the invariants checked once what happened lasts. */
    void happened(Consumer<Invariants> what) {
        happenings.add(what);
    }

    @Override
    public void deliver(Message message) {
        inbox.add(message);
        int born = life;
        world.after(world.between(1, 20), () -> alive(born, this::read));
    }

    @Override
    public boolean idle() {
        return up && position == inbox.size() && outputs.isEmpty() && !waits(state);
    }

    @Override
    public void crash(long afterMillis) {
        if (!up) {
            return;
        }
        world.note(() -> name + " is killed; " + outputs.size() + " outputs and " + (position - lasting.position())
                + " inputs are forgotten");
        up = false;
        life++;
        outputs.clear();
        happenings.clear();
        commitDue = false;
        world.after(afterMillis, this::restart);
    }

    private void restart() {
        up = true;
        state = lasting.state();
        watermarks = new HashMap<>(lasting.watermarks());
        position = lasting.position();
        read();
        tick(life, 1);
    }

    private void read() {
        while (position < inbox.size()) {
            var message = inbox.get(position++);
            if (message.sequence() > 0 && plant != Plant.FORGOTTEN_WATERMARK) {
                if (message.sequence() <= watermarks.getOrDefault(message.source(), 0L)) {
                    continue;
                }
                watermarks.put(message.source(), message.sequence());
            }
            state = receive(state, message);
        }
        commitSoon();
    }

    private void tick(int born, int number) {
        world.after(
                TICK_MILLIS,
                () -> alive(born, () -> {
                    if (waits(state) || number % CALM_TICKS == 0) {
                        var before = state;
                        state = timePasses(state);
                        if (waits(state) || !state.equals(before) || !outputs.isEmpty()) {
                            commitSoon();
                        }
                    }
                    tick(born, number + 1);
                }));
    }

    private void commitSoon() {
        if (!commitDue) {
            commitDue = true;
            int born = life;
            world.after(world.between(20, 100), () -> alive(born, this::commit));
        }
    }

    private void commit() {
        commitDue = false;
        lasting = new Lasting<>(state, Map.copyOf(watermarks), position);
        happenings.forEach(what -> what.accept(invariants));
        happenings.clear();
        outputs.forEach(output -> log.write(name, output.value(), output.epoch(), output.to()));
        outputs.clear();
    }

    private void alive(int born, Runnable what) {
        if (up && life == born) {
            what.run();
        }
    }
}
