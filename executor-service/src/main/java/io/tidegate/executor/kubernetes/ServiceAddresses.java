package io.tidegate.executor.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.tidegate.executor.step.ServiceId;
import io.tidegate.executor.validation.Addresses.NoAddress;

/** Addresses of services in a cluster: of the stable Service in front of the version that has most of the traffic. */
public final class ServiceAddresses {
    private final KubernetesClient client;
    private final String namespace;

    public ServiceAddresses(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /** Its name inside the cluster, so that the executor has to run there. */
    public String of(ServiceId service) throws NoAddress {
        var name = Names.ofService(service);
        try {
            var there = client.services().inNamespace(namespace).withName(name).get();
            if (there == null) {
                throw new NoAddress("there is no Service " + name + " in namespace " + namespace);
            }
            return "http://" + name + "." + namespace + ".svc:" + Manifests.port(there);
        } catch (KubernetesClientException failure) {
            throw new NoAddress("the API server does not tell where " + service + " is: " + failure.getMessage());
        }
    }
}
