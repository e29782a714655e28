package io.tidegate.estate;

/** What a region is there for. */
public enum Role {
    PRIMARY,
    STANDBY,
    REGIONAL
}
