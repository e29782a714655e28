package io.tidegate.planner.rollout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What waits for its turn in a lane: emergencies first, then what replaces, then by when they may start, then by when they came. */
public record Queue(List<Waiting> waiting) {
    /** Most deployments that wait. */
    static final int LONGEST = 20;

    /** Most text of estate files that waits, in characters: it is kept with the lane. */
    static final int MOST_TEXT = 2 * 1024 * 1024;

    /** The longest wait after the time at which a deployment may start. */
    public static final Duration PATIENCE = Duration.ofHours(24);

    /** The farthest ahead that a start may be set. */
    static final Duration HORIZON = Duration.ofDays(30);

    private static final Comparator<Waiting> ORDER = Comparator.comparing(
                    (Waiting waiting) -> waiting.request().terms().priority())
            .thenComparing(waiting -> waiting.request().terms().ifBusy() != Terms.IfBusy.REPLACE)
            .thenComparing(Waiting::due)
            .thenComparing(Waiting::since);

    static final Queue EMPTY = new Queue(List.of());

    public Queue {
        waiting = waiting.stream().sorted(ORDER).toList();
    }

    /** What waits under this id. */
    public Optional<Waiting> find(String deployment) {
        return waiting.stream().filter(known -> known.id().equals(deployment)).findFirst();
    }

    /** The place from 1; 0 for what does not wait. */
    int placeOf(String deployment) {
        return waiting.stream().map(Waiting::id).toList().indexOf(deployment) + 1;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Whether one more with a file of so many characters can wait. */
    boolean hasRoomFor(int characters) {
        int text = waiting.stream()
                .mapToInt(known -> known.request().document().length())
                .sum();
        return waiting.size() < LONGEST && text + characters <= MOST_TEXT;
    }

    Queue with(Waiting added) {
        var all = new ArrayList<>(without(added.id()).waiting());
        all.add(added);
        return new Queue(all);
    }

    /** The queue after something happened in it. */
    Queue after(DeploymentEvent.InQueue event) {
        return switch (event) {
            case DeploymentEvent.Queued queued -> with(Waiting.queued(queued));
            case DeploymentEvent.Deferred later -> change(later, waiting -> waiting.deferred(later));
            case DeploymentEvent.ConflictDetected conflict -> change(conflict, waiting -> waiting.held(conflict));
            case DeploymentEvent.ApprovalRequested asked ->
                change(asked, waiting -> waiting.enter(Stage.AWAITING_APPROVAL, asked.until())
                        .demanding(asked.demands(), asked.lasting()));
            case DeploymentEvent.ApprovalGiven given -> change(given, waiting -> waiting.with(given.actor()));
            case DeploymentEvent.ApprovalRefused refused -> this;
            case DeploymentEvent.Approved approved ->
                change(approved, waiting -> waiting.enter(Stage.QUEUED, approved.until()));
        };
    }

    /** The queue after somebody chose that a deployment goes on. */
    Queue resumed(DeploymentEvent.Resumed choice) {
        return change(choice, Waiting::resumed);
    }

    /** The queue after a deployment has gone before others that were asked for earlier. */
    Queue overtakenBy(Order later) {
        return new Queue(waiting.stream().map(known -> known.overtakenBy(later)).toList());
    }

    /** The queue after such a deployment was taken back. */
    Queue spared(String by) {
        return new Queue(waiting.stream().map(known -> known.spared(by)).toList());
    }

    private Queue change(DeploymentEvent event, UnaryOperator<Waiting> change) {
        return with(change.apply(find(event.deployment())
                .orElseThrow(() -> new IllegalStateException(event.deployment() + " does not wait: " + event))));
    }

    Queue without(String deployment) {
        return new Queue(
                waiting.stream().filter(known -> !known.id().equals(deployment)).toList());
    }
}
