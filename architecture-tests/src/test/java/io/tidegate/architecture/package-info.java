/** What must hold across all modules. */
@org.jspecify.annotations.NullMarked
package io.tidegate.architecture;
