package io.tidegate.estate;

/**
 * Where an estate is deployed to.
 *
 * @param singleReplica whether every service has one replica here, whatever its own number says
 * @param policy how deployments are carried through
 */
public record Environment(String name, boolean singleReplica, Policy policy) {}
