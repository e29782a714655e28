/** What is served: documents, problems, and streams of states. */
@org.jspecify.annotations.NullMarked
package io.tidegate.dashboard.http;
