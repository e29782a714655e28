/** The topics there are: the one place that says their names, keys, records, retention and replication. */
@org.jspecify.annotations.NullMarked
package io.tidegate.schemas.topics;
