/** Between the models that services share and their records on the wire. */
@org.jspecify.annotations.NullMarked
package io.tidegate.eventlog.mapping;
