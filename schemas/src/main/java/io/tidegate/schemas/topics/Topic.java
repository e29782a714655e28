package io.tidegate.schemas.topics;

import static io.tidegate.schemas.topics.Flow.AMONG_CONTROL_PLANES;
import static io.tidegate.schemas.topics.Flow.EVERYWHERE;
import static io.tidegate.schemas.topics.Flow.FROM_CONTROL_PLANE;
import static io.tidegate.schemas.topics.Flow.STAYS;
import static io.tidegate.schemas.topics.Flow.TO_CONTROL_PLANE;

import io.tidegate.schemas.avro.Alert;
import io.tidegate.schemas.avro.ApprovalGiven;
import io.tidegate.schemas.avro.ApprovalRefused;
import io.tidegate.schemas.avro.ApprovalRequested;
import io.tidegate.schemas.avro.ApproveDeployment;
import io.tidegate.schemas.avro.CancelDeployment;
import io.tidegate.schemas.avro.CommandRefused;
import io.tidegate.schemas.avro.ConflictDetected;
import io.tidegate.schemas.avro.ConnectivityCheckStarted;
import io.tidegate.schemas.avro.ControlPlaneHeartbeat;
import io.tidegate.schemas.avro.ControlPlaneObeyed;
import io.tidegate.schemas.avro.ControlPlaneSilent;
import io.tidegate.schemas.avro.ControlPlaneTakenOver;
import io.tidegate.schemas.avro.DeploymentApproved;
import io.tidegate.schemas.avro.DeploymentCancelled;
import io.tidegate.schemas.avro.DeploymentCompleted;
import io.tidegate.schemas.avro.DeploymentDeferred;
import io.tidegate.schemas.avro.DeploymentFailed;
import io.tidegate.schemas.avro.DeploymentHeld;
import io.tidegate.schemas.avro.DeploymentPaused;
import io.tidegate.schemas.avro.DeploymentQueued;
import io.tidegate.schemas.avro.DeploymentResumed;
import io.tidegate.schemas.avro.DeploymentRolledBack;
import io.tidegate.schemas.avro.DeploymentSettled;
import io.tidegate.schemas.avro.DeploymentStarted;
import io.tidegate.schemas.avro.DeploymentStatus;
import io.tidegate.schemas.avro.DrainRegion;
import io.tidegate.schemas.avro.FailOverControlPlane;
import io.tidegate.schemas.avro.FreezeLane;
import io.tidegate.schemas.avro.GlobalTraffic;
import io.tidegate.schemas.avro.GlobalTrafficUpdated;
import io.tidegate.schemas.avro.HealthSample;
import io.tidegate.schemas.avro.HealthSignal;
import io.tidegate.schemas.avro.HealthVerdict;
import io.tidegate.schemas.avro.HoldDeployment;
import io.tidegate.schemas.avro.HoldOrdered;
import io.tidegate.schemas.avro.LaneFrozen;
import io.tidegate.schemas.avro.LaneUnfrozen;
import io.tidegate.schemas.avro.OrderSuperseded;
import io.tidegate.schemas.avro.PlannerState;
import io.tidegate.schemas.avro.RegionCompleted;
import io.tidegate.schemas.avro.RegionConnected;
import io.tidegate.schemas.avro.RegionDeploying;
import io.tidegate.schemas.avro.RegionDrained;
import io.tidegate.schemas.avro.RegionFailed;
import io.tidegate.schemas.avro.RegionPrepared;
import io.tidegate.schemas.avro.RegionReturned;
import io.tidegate.schemas.avro.RegionRollbackFailed;
import io.tidegate.schemas.avro.RegionRolledBack;
import io.tidegate.schemas.avro.RegionRollingBack;
import io.tidegate.schemas.avro.RegionSkipped;
import io.tidegate.schemas.avro.RegionStatus;
import io.tidegate.schemas.avro.RegionUndrained;
import io.tidegate.schemas.avro.RegionValidating;
import io.tidegate.schemas.avro.RequestDeployment;
import io.tidegate.schemas.avro.ResumeDeployment;
import io.tidegate.schemas.avro.RollBackDeployment;
import io.tidegate.schemas.avro.RollbackStarted;
import io.tidegate.schemas.avro.ServiceDeployed;
import io.tidegate.schemas.avro.ServiceRemoved;
import io.tidegate.schemas.avro.ServiceRolledBack;
import io.tidegate.schemas.avro.ServiceStatus;
import io.tidegate.schemas.avro.StabilityWatchStarted;
import io.tidegate.schemas.avro.StepFailed;
import io.tidegate.schemas.avro.StepOutcomeUnknown;
import io.tidegate.schemas.avro.StepRequested;
import io.tidegate.schemas.avro.StepSucceeded;
import io.tidegate.schemas.avro.UndrainRegion;
import io.tidegate.schemas.avro.UnfreezeLane;
import io.tidegate.schemas.avro.ValidationFailed;
import io.tidegate.schemas.avro.ValidationReported;
import io.tidegate.schemas.avro.ValidationRequested;
import io.tidegate.schemas.avro.WaveCompleted;
import io.tidegate.schemas.avro.WaveRollbackStarted;
import io.tidegate.schemas.avro.WaveRolledBack;
import io.tidegate.schemas.avro.WaveStarted;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/** A topic of the contract: what it says, how it is keyed, how long it is kept, and where it is replicated. */
@SuppressWarnings("ImmutableEnumChecker") // every field is an unmodifiable value; List has no immutable interface
public enum Topic {
    DEPLOYMENT_COMMANDS(
            "deployment-commands-v1",
            KeyShape.AGGREGATE,
            Retention.days(7),
            AMONG_CONTROL_PLANES,
            List.of("people, pipelines"),
            List.of("planner-service"),
            List.of(
                    RequestDeployment.class,
                    ApproveDeployment.class,
                    CancelDeployment.class,
                    HoldDeployment.class,
                    ResumeDeployment.class,
                    DrainRegion.class,
                    UndrainRegion.class,
                    FreezeLane.class,
                    UnfreezeLane.class,
                    RollBackDeployment.class)),
    DEPLOYMENT_EVENTS(
            "deployment-events-v1",
            KeyShape.AGGREGATE,
            Retention.forEver(),
            FROM_CONTROL_PLANE,
            List.of("planner-service"),
            List.of("region-coordinator", "health-service", "projections"),
            List.of(
                    DeploymentQueued.class,
                    DeploymentDeferred.class,
                    ConflictDetected.class,
                    ApprovalRequested.class,
                    ApprovalGiven.class,
                    ApprovalRefused.class,
                    DeploymentApproved.class,
                    DeploymentStarted.class,
                    WaveStarted.class,
                    WaveCompleted.class,
                    RegionDrained.class,
                    RegionUndrained.class,
                    RegionSkipped.class,
                    LaneFrozen.class,
                    LaneUnfrozen.class,
                    OrderSuperseded.class,
                    HoldOrdered.class,
                    DeploymentPaused.class,
                    DeploymentResumed.class,
                    ValidationFailed.class,
                    ConnectivityCheckStarted.class,
                    GlobalTrafficUpdated.class,
                    StabilityWatchStarted.class,
                    DeploymentCompleted.class,
                    DeploymentSettled.class,
                    RollbackStarted.class,
                    WaveRollbackStarted.class,
                    WaveRolledBack.class,
                    DeploymentRolledBack.class,
                    DeploymentCancelled.class,
                    DeploymentFailed.class,
                    DeploymentHeld.class)),
    REGION_EVENTS(
            "region-events-v1",
            KeyShape.AGGREGATE,
            Retention.days(30),
            TO_CONTROL_PLANE,
            List.of("region-coordinator"),
            List.of("planner-service", "health-service", "projections"),
            List.of(
                    RegionPrepared.class,
                    RegionDeploying.class,
                    ServiceDeployed.class,
                    RegionValidating.class,
                    RegionCompleted.class,
                    RegionConnected.class,
                    RegionFailed.class,
                    RegionRollingBack.class,
                    ServiceRolledBack.class,
                    RegionReturned.class,
                    RegionRolledBack.class,
                    RegionRollbackFailed.class,
                    ServiceRemoved.class)),
    STEP_REQUESTS(
            "step-requests-v1",
            KeyShape.SERVICE,
            Retention.days(7),
            STAYS,
            List.of("region-coordinator"),
            List.of("executor-service"),
            List.of(StepRequested.class)),
    STEP_EVENTS(
            "step-events-v1",
            KeyShape.AGGREGATE,
            Retention.days(7),
            STAYS,
            List.of("executor-service"),
            List.of("region-coordinator"),
            List.of(StepSucceeded.class, StepFailed.class, StepOutcomeUnknown.class)),
    VALIDATION_REQUESTS(
            "validation-requests-v1",
            KeyShape.AGGREGATE,
            Retention.days(7),
            STAYS,
            List.of("region-coordinator"),
            List.of("executor-service", "validators of your own"),
            List.of(ValidationRequested.class)),
    VALIDATION_RESULTS(
            "validation-results-v1",
            KeyShape.AGGREGATE,
            Retention.days(7),
            STAYS,
            List.of("executor-service", "validators of your own"),
            List.of("region-coordinator"),
            List.of(ValidationReported.class)),
    HEALTH_SAMPLES(
            "health-samples-v1",
            KeyShape.SERVICE,
            Retention.days(1),
            STAYS,
            List.of("health-service", "collectors"),
            List.of("health-service"),
            List.of(HealthSample.class)),
    HEALTH_SIGNALS(
            "health-signals-v1",
            KeyShape.AGGREGATE,
            Retention.days(7),
            FROM_CONTROL_PLANE,
            List.of("scanners, monitors, analytics"),
            List.of("health-service"),
            List.of(HealthSignal.class)),
    HEALTH_VERDICTS(
            "health-verdicts-v1",
            KeyShape.AGGREGATE,
            Retention.days(30),
            TO_CONTROL_PLANE,
            List.of("health-service"),
            List.of("region-coordinator", "planner-service", "projections"),
            List.of(HealthVerdict.class)),
    ALERTS(
            "alerts-v1",
            KeyShape.AGGREGATE,
            Retention.days(7),
            TO_CONTROL_PLANE,
            List.of("health-service", "planner-service"),
            List.of("people, tools"),
            List.of(Alert.class)),
    DEPLOYMENT_STATUS(
            "deployment-status-v1",
            KeyShape.DEPLOYMENT,
            Retention.compacted(),
            AMONG_CONTROL_PLANES,
            List.of("planner-service"),
            List.of("dashboards"),
            List.of(DeploymentStatus.class, CommandRefused.class)),
    REGION_STATUS(
            "region-status-v1",
            KeyShape.DEPLOYMENT_REGION,
            Retention.compacted(),
            TO_CONTROL_PLANE,
            List.of("region-coordinator"),
            List.of("dashboards"),
            List.of(RegionStatus.class)),
    SERVICE_STATUS(
            "service-status-v1",
            KeyShape.SERVICE,
            Retention.compacted(),
            TO_CONTROL_PLANE,
            List.of("region-coordinator"),
            List.of("dashboards"),
            List.of(ServiceStatus.class)),
    GLOBAL_TRAFFIC(
            "global-traffic-v1",
            KeyShape.AGGREGATE,
            Retention.compacted(),
            FROM_CONTROL_PLANE,
            List.of("planner-service"),
            List.of("what steers DNS and load balancers"),
            List.of(GlobalTraffic.class)),
    CONTROL_PLANE(
            "control-plane-v1",
            KeyShape.PARTITION,
            Retention.days(7),
            EVERYWHERE,
            List.of("planner-service", "region-coordinator", "people"),
            List.of("planner-service", "region-coordinator", "projections"),
            List.of(
                    ControlPlaneHeartbeat.class,
                    ControlPlaneTakenOver.class,
                    ControlPlaneSilent.class,
                    ControlPlaneObeyed.class,
                    FailOverControlPlane.class)),
    PLANNER_STATE(
            "planner-state-v1",
            KeyShape.AGGREGATE,
            Retention.compacted(),
            AMONG_CONTROL_PLANES,
            List.of("planner-service"),
            List.of("planner-service"),
            List.of(PlannerState.class));

    private static final int PARTITIONS = 3;

    private final String topicName;
    private final KeyShape key;
    private final Retention retention;
    private final Flow flow;
    private final List<String> writers;
    private final List<String> readers;
    private final List<Class<? extends SpecificRecord>> records;

    Topic(
            String topicName,
            KeyShape key,
            Retention retention,
            Flow flow,
            List<String> writers,
            List<String> readers,
            List<Class<? extends SpecificRecord>> records) {
        this.topicName = topicName;
        this.key = key;
        this.retention = retention;
        this.flow = flow;
        this.writers = writers;
        this.readers = readers;
        this.records = records;
    }

    /** The name on Kafka, without a region's prefix. */
    public String topicName() {
        return topicName;
    }

    /** The name under which MirrorMaker's default policy puts the topic of {@code origin} into another region. */
    public String replicaName(String origin) {
        return origin + "." + topicName;
    }

    /** The topic for what could not be read from this one. */
    public String deadLetterName() {
        return topicName + "-dlq";
    }

    /** What the key is made of. */
    public KeyShape key() {
        return key;
    }

    /** How many partitions; the same for all, so that records of one aggregate meet in one task. */
    public int partitions() {
        return PARTITIONS;
    }

    /** How long records are kept. */
    public Retention retention() {
        return retention;
    }

    /** Where it is replicated. */
    public Flow flow() {
        return flow;
    }

    /** Who may write it. */
    public List<String> writers() {
        return writers;
    }

    /** Who reads it. */
    public List<String> readers() {
        return readers;
    }

    /** The records it may carry. */
    public List<Class<? extends SpecificRecord>> records() {
        return records;
    }

    /** The schemas of its records, in the order of {@link #records()}. */
    public List<Schema> schemas() {
        return records.stream().map(SpecificData.get()::getSchema).toList();
    }

    /** Largest record, in bytes: an estate file may be as large as 5 MB. */
    public static int maxRecordBytes() {
        return 6 * 1024 * 1024;
    }

    /** Largest dead letter, in bytes: a record of the largest size, whole, and what is said of it. */
    public static int maxDeadLetterBytes() {
        return 7 * 1024 * 1024;
    }

    /** Whether records of this type belong here. */
    public boolean carries(Class<? extends SpecificRecord> type) {
        return records.contains(type);
    }

    /** The only topic that carries records of this type. */
    public static Topic of(Class<? extends SpecificRecord> type) {
        for (Topic topic : values()) {
            if (topic.carries(type)) {
                return topic;
            }
        }
        throw new IllegalArgumentException(type.getSimpleName() + " belongs to no topic; add it to one in Topic");
    }
}
