package io.tidegate.executor.kubernetes;

/**
 * Where in a cluster services go.
 *
 * @param namespace that everything is kept in
 * @param gateway the Gateway that routes hang on, in the same namespace
 * @param domain what a service's host name on the Gateway ends in: {@code SERVICE--ENVIRONMENT--ESTATE.DOMAIN}
 */
public record Target(String namespace, String gateway, String domain) {}
