/** A runtime whose pods are small HTTP servers of this process: real requests, real health, faults to order. */
@org.jspecify.annotations.NullMarked
package io.tidegate.local.sandbox;
