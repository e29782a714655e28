/** Estates out of what teams already have: Compose files and Kubernetes manifests. */
@org.jspecify.annotations.NullMarked
package io.tidegate.estate.importing;
