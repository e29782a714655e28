/** The dashboard-service: what a person or another tool sees of deployments, and how it asks for them. */
@org.jspecify.annotations.NullMarked
package io.tidegate.dashboard;
