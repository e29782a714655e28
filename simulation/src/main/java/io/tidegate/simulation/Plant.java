package io.tidegate.simulation;

import io.tidegate.schemas.avro.RegionCompleted;
import io.tidegate.schemas.avro.RegionDeploying;
import io.tidegate.schemas.avro.StepAction;
import io.tidegate.schemas.avro.StepRequested;
import org.apache.avro.specific.SpecificRecord;

/** A bug in the simulation's own wiring, to show that it would be found. */
public enum Plant {
    NONE,
    /** The planner takes a region's beginning for its end. */
    EARLY_GATE,
    /** The runtime obeys orders that stand before one it obeyed already. */
    NO_FENCE,
    /** The executor forgets to give traffic back. */
    LOST_ROUTE,
    /** The planner never hears that time passes. */
    LOST_TIMER;

    SpecificRecord heardByPlanner(SpecificRecord record) {
        return this == EARLY_GATE && record instanceof RegionDeploying deploying
                ? RegionCompleted.newBuilder()
                        .setDeploymentId(deploying.getDeploymentId())
                        .setRegion(deploying.getRegion())
                        .setPlanDigest(deploying.getPlanDigest())
                        .setWave(deploying.getWave())
                        .setValidationResults(java.util.List.of())
                        .setAt(deploying.getAt())
                        .build()
                : record;
    }

    /** Whether a step is answered without being done. */
    boolean skips(StepRequested step) {
        return this == LOST_ROUTE
                && step.getAction() == StepAction.route
                && step.getStepId().contains("/returning");
    }
}
