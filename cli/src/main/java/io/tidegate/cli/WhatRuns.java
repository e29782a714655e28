package io.tidegate.cli;

import io.tidegate.estate.Workload;
import io.tidegate.eventlog.mapping.WorkloadMapping;
import io.tidegate.schemas.avro.ServiceStatus;
import io.tidegate.schemas.topics.Topic;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;

/** What an environment of an estate runs, as its regions last said. */
final class WhatRuns {
    private final String estate;
    private final String environment;
    private final Map<String, Map<String, Workload>> workloads = new TreeMap<>();

    WhatRuns(String estate, String environment) {
        this.estate = estate;
        this.environment = environment;
    }

    /** Workloads by region and service. */
    static Map<String, Map<String, Workload>> in(ControlPlane controlPlane, String estate, String environment) {
        var running = new WhatRuns(estate, environment);
        controlPlane.readAll((key, record) -> running.hear(record), Topic.SERVICE_STATUS);
        return running.workloads();
    }

    void hear(SpecificRecord record) {
        if (record instanceof ServiceStatus status
                && status.getEstate().equals(estate)
                && status.getEnvironment().equals(environment)) {
            var here = workloads.computeIfAbsent(status.getRegion(), region -> new TreeMap<>());
            var runs = status.getRuns();
            if (runs == null) {
                here.remove(status.getService());
            } else {
                here.put(status.getService(), WorkloadMapping.fromWire(runs));
            }
        }
    }

    Map<String, Map<String, Workload>> workloads() {
        return workloads;
    }
}
