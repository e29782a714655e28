package io.tidegate.system;

import static io.tidegate.system.Deployments.isAbout;

import io.tidegate.schemas.avro.DeploymentCompleted;
import io.tidegate.schemas.avro.DeploymentRolledBack;
import java.util.List;
import java.util.Map;

/**
 * An estate of one service in one region, with a good version that comes in and a bad one that is taken back. Many of them go on
 * side by side.
 *
 * @param more of its triggers
 */
record Lane(String service, String region, String good, String bad, String more) {
    Lane(String service, String region, String good, String bad) {
        this(service, region, good, bad, "");
    }

    /** Has the good versions come in, all at the same time. */
    static void broughtIn(Suite suite, Deployments log, List<Lane> lanes) {
        lanes.forEach(lane -> lane.request(suite, lane.first(), lane.good()));
        lanes.forEach(lane -> log.await(DeploymentCompleted.class, lane.first()));
    }

    /** Begins with the bad ones, all at the same time. */
    static void begin(Suite suite, List<Lane> lanes) {
        lanes.forEach(lane -> lane.request(suite, lane.second(), lane.bad()));
    }

    /** The deployment of the good version. */
    private String first() {
        return "d-" + service + "-1";
    }

    /** The deployment of the bad version. */
    String second() {
        return "d-" + service + "-2";
    }

    String key() {
        return service + "/test";
    }

    private String document() {
        return """
                apiVersion: tidegate.io/v1
                kind: Estate
                metadata: {name: %1$s}
                spec:
                  regions:
                    - {name: %2$s, role: primary, wave: 1, trafficShare: 100, rollbackWindow: 10m}
                  services:
                    - {name: %1$s, image: "%1$s/%1$s:%3$s", port: 7301, replicas: 1, strategy: canary}
                  environments:
                    - {name: test, replicas: full, policy: quick}
                  policies:
                    - name: quick
                      canary: [{setWeight: 50, pause: 4s}, {setWeight: 100, pause: 2s}]
                      readyTimeout: 30s
                      analysisTimeout: 120s
                      stability: 1s
                      rollbackDeadline: 60s
                      triggers:
                        minimumRequests: 30
                        failedChecks: 8 # everything shares one machine: a standstill of some seconds is not the version's fault
                %4$s""".formatted(service, region, good, more);
    }

    private void request(Suite suite, String deployment, String version) {
        var request = Commands.request(deployment, service, document());
        request.setImages(Map.of(service, service + "/" + service + ":" + version));
        suite.commands().say(key(), request);
    }

    /** Waits until the bad version was taken back, and returns the one that serves. */
    String servingAfterwards(Suite suite, Deployments log) {
        log.await(
                bad + " of " + service + " is taken back",
                entry -> isAbout(entry, DeploymentRolledBack.class, second()));
        return suite.sandboxes().weights(region, service).toString();
    }
}
