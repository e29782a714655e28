/** How a service reads and writes the log: bytes to records, dead letters, duplicates, sequences. */
@org.jspecify.annotations.NullMarked
package io.tidegate.eventlog;
