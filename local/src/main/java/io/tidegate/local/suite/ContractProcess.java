package io.tidegate.local.suite;

import io.tidegate.schemas.topics.Installation;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;

/** Installs the contract where no supervisor does, and ends; nothing happens where it is installed already. */
public final class ContractProcess {
    private ContractProcess() {}

    /** Arguments: the registry's address, and for each region its name and brokers; the control plane's region first. */
    public static void main(String[] arguments) throws Exception {
        var bootstrap = new LinkedHashMap<String, String>();
        for (String argument : List.of(arguments).subList(Math.min(1, arguments.length), arguments.length)) {
            var parts = argument.split("=", 2);
            if (parts.length == 2) {
                bootstrap.put(parts[0], parts[1]);
            }
        }
        if (bootstrap.isEmpty() || bootstrap.size() != arguments.length - 1) {
            throw new IllegalArgumentException("usage: ContractProcess REGISTRY REGION=BROKERS [REGION=BROKERS]...");
        }
        var installation = Installation.of(List.copyOf(bootstrap.keySet()));
        for (var broker : bootstrap.entrySet()) {
            Contract.createTopics(broker.getValue(), broker.getKey(), installation);
        }
        Contract.registerSchemas(URI.create(arguments[0]));
    }
}
