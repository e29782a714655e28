package io.tidegate.cli;

import io.tidegate.estate.Image;
import io.tidegate.schemas.avro.ServiceStatus;
import io.tidegate.schemas.topics.Topic;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;

/** What an environment of an estate runs, as its regions last said. */
final class WhatRuns {
    private final String estate;
    private final String environment;
    private final Map<String, Map<String, Image>> images = new TreeMap<>();

    WhatRuns(String estate, String environment) {
        this.estate = estate;
        this.environment = environment;
    }

    /** Images by region and service. */
    static Map<String, Map<String, Image>> in(ControlPlane controlPlane, String estate, String environment) {
        var running = new WhatRuns(estate, environment);
        controlPlane.readAll((key, record) -> running.hear(record), Topic.SERVICE_STATUS);
        return running.images();
    }

    void hear(SpecificRecord record) {
        if (record instanceof ServiceStatus status
                && status.getEstate().equals(estate)
                && status.getEnvironment().equals(environment)) {
            var here = images.computeIfAbsent(status.getRegion(), region -> new TreeMap<>());
            var image = status.getImage();
            if (image == null || image.isBlank()) {
                here.remove(status.getService());
            } else {
                here.put(status.getService(), new Image(image));
            }
        }
    }

    Map<String, Map<String, Image>> images() {
        return images;
    }
}
