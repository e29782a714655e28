/** Looks at what services stand on: nodes, pods and volumes of a Kubernetes cluster. */
@org.jspecify.annotations.NullMarked
package io.tidegate.health.collect.kubernetes;
