/** What the executor shows over HTTP, and what it asks over it. */
@org.jspecify.annotations.NullMarked
package io.tidegate.executor.http;
