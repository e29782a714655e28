/** What is judged while a deployment lasts: pure. */
@org.jspecify.annotations.NullMarked
package io.tidegate.health.watch;
