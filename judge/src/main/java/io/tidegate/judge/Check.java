package io.tidegate.judge;

/**
 * What one instance answered to its health checks in one round. One that answers nothing has failed them.
 *
 * @param ready whether it said that it is ready
 * @param deep whether its deep check passed when it was last made
 */
public record Check(String instance, boolean ready, boolean deep) {
    boolean passed() {
        return ready && deep;
    }
}
