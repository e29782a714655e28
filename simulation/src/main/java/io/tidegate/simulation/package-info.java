/** A whole control plane in one thread: the deciders of the services, a log and runtimes with faults, virtual time. */
@org.jspecify.annotations.NullMarked
package io.tidegate.simulation;
