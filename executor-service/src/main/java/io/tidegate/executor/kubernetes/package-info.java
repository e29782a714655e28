/** A Kubernetes cluster as a runtime: server-side apply, watches and the Gateway API; never a shell. */
@org.jspecify.annotations.NullMarked
package io.tidegate.executor.kubernetes;
