/** What is to be run where: the model of an estate file. */
@org.jspecify.annotations.NullMarked
package io.tidegate.estate;
