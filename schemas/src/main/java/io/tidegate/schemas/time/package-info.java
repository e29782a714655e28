/** When something was written, where several may write and clocks differ. */
@org.jspecify.annotations.NullMarked
package io.tidegate.schemas.time;
