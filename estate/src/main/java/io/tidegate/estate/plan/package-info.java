/** From an estate to what a deployment is going to do. */
@org.jspecify.annotations.NullMarked
package io.tidegate.estate.plan;
