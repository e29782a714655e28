package io.tidegate.estate;

/** A named group of services, for estimates and optional barriers. */
public record Phase(int number, String name, SecondsRange estimate) {}
