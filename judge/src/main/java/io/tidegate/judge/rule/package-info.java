/** Rules that users write: what they may read, whether they make sense, and what they say of values. */
@org.jspecify.annotations.NullMarked
package io.tidegate.judge.rule;
