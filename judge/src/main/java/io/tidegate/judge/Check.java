package io.tidegate.judge;

/**
 * What a source says of one instance after a round of health checks. One that answers nothing has failed them.
 *
 * @param ready whether it said that it is ready
 * @param deep whether its deep check passed when it was last made
 */
public record Check(String instance, boolean ready, boolean deep) {}
