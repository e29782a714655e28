/** What the executor shows over HTTP. */
@org.jspecify.annotations.NullMarked
package io.tidegate.executor.http;
