package io.tidegate.executor.validation;

import java.util.HashMap;
import java.util.Map;

/**
 * The highest epoch that was heard of each estate in its environment. Questions are no effects, so it is enough to refuse
 * those of a control plane that this process knows to lead no more; what it forgets when it ends, the coordinator knows.
 */
public final class Rank {
    private final Map<String, Long> epochs = new HashMap<>();

    /** Whether a question under this epoch is to be answered; if so, none under a lower one is from now on. */
    public synchronized boolean obeys(Question question) {
        var key = question.estate() + "/" + question.environment();
        return epochs.merge(key, question.epoch(), Math::max) == question.epoch();
    }
}
