/** What other systems say of services: security findings, business metrics, alerts. */
@org.jspecify.annotations.NullMarked
package io.tidegate.judge.signal;
