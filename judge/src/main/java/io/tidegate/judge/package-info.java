/** Is the new version worse: tests that may be looked at after every second, and stay right. */
@org.jspecify.annotations.NullMarked
package io.tidegate.judge;
