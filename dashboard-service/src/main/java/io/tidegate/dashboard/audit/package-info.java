/** Who asked for what, when and why, what became of it, and on which evidence. Pure. */
@org.jspecify.annotations.NullMarked
package io.tidegate.dashboard.audit;
