package io.tidegate.coordinator.wave;

/** By what a service is taken back, fastest first. */
public enum Means {
    /** Nothing was done that needs undoing. */
    NONE,
    /** The former version is still there: traffic goes back to it. */
    TRAFFIC,
    /** The former version is started again, or there was none. */
    CONTAINER
}
