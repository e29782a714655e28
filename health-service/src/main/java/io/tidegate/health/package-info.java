/** The health-service: how each service is, and what that means. */
@org.jspecify.annotations.NullMarked
package io.tidegate.health;
