/** The suite: which processes there are, how they are started, watched and stopped. */
@org.jspecify.annotations.NullMarked
package io.tidegate.local.suite;
