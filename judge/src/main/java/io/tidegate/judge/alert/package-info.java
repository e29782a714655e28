/** What a person should know of a service, whether or not a version is under trial. Pure. */
@org.jspecify.annotations.NullMarked
package io.tidegate.judge.alert;
