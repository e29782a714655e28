/** Test devices for topologies, shared by the services that have one. */
@org.jspecify.annotations.NullMarked
package io.tidegate.eventlog.testing;
