package io.tidegate.estate;

/**
 * Where an estate is deployed to.
 *
 * @param allotment how much of what services ask for they get here
 * @param policy how deployments are carried through
 */
public record Environment(String name, Allotment allotment, Policy policy) {}
