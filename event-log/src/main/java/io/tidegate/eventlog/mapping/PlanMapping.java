package io.tidegate.eventlog.mapping;

import io.tidegate.estate.Approvals;
import io.tidegate.estate.Budgets;
import io.tidegate.estate.CanaryStage;
import io.tidegate.estate.Image;
import io.tidegate.estate.Migration;
import io.tidegate.estate.Policy;
import io.tidegate.estate.SecondsRange;
import io.tidegate.estate.Strategy;
import io.tidegate.estate.Triggers;
import io.tidegate.estate.Validation;
import io.tidegate.estate.Workload;
import io.tidegate.estate.plan.Plan;
import io.tidegate.estate.plan.PlannedPhase;
import io.tidegate.estate.plan.RegionPlan;
import io.tidegate.estate.plan.ServicePlan;
import io.tidegate.schemas.avro.ApprovalDemand;
import io.tidegate.schemas.avro.DeploymentPlan;
import io.tidegate.schemas.avro.Limit;
import io.tidegate.schemas.avro.PhasePlan;
import io.tidegate.schemas.avro.RollbackBudgets;
import io.tidegate.schemas.avro.RolloutPolicy;
import io.tidegate.schemas.avro.UserRule;
import io.tidegate.schemas.avro.ValidationKind;
import io.tidegate.schemas.avro.WavePlan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Plans between the estate's model and the wire. */
public final class PlanMapping {
    private PlanMapping() {}

    public static DeploymentPlan toWire(Plan plan, String digest) {
        return DeploymentPlan.newBuilder()
                .setEstate(plan.estate())
                .setEnvironment(plan.environment())
                .setDigest(digest)
                .setPhases(plan.phases().stream().map(PlanMapping::phase).toList())
                .setWaves(plan.waves().stream()
                        .map(wave -> WavePlan.newBuilder()
                                .setNumber(wave.number())
                                .setRegions(wave.regions())
                                .build())
                        .toList())
                .setRegions(plan.regions().stream()
                        .map(region -> region(region, plan))
                        .toList())
                .setPolicy(policy(plan.policy()))
                .setEstimate(range(plan.estimate()))
                .setCriticalPath(plan.criticalPath())
                .setIrreversible(plan.irreversible())
                .build();
    }

    private static PhasePlan phase(PlannedPhase phase) {
        return PhasePlan.newBuilder()
                .setNumber(phase.number())
                .setName(phase.name())
                .setServices(phase.services())
                .setEstimate(range(phase.estimate()))
                .build();
    }

    private static io.tidegate.schemas.avro.RegionPlan region(RegionPlan region, Plan plan) {
        var here = region.services().stream().map(ServicePlan::service).toList();
        var estimate = plan.phases().stream()
                .filter(phase -> phase.services().stream().anyMatch(here::contains))
                .map(PlannedPhase::estimate)
                .reduce(SecondsRange.NONE, SecondsRange::plus);
        return io.tidegate.schemas.avro.RegionPlan.newBuilder()
                .setRegion(region.region())
                .setWave(region.wave())
                .setValidations(region.validations().stream()
                        .map(kind -> ValidationKind.valueOf(kind.name().toLowerCase(java.util.Locale.ROOT)))
                        .toList())
                .setValidators(region.validators().stream()
                        .map(ValidatorMapping::toWire)
                        .toList())
                .setTrafficShare(region.trafficShare())
                .setRollbackWindowMillis(region.rollbackWindow().toMillis())
                .setServices(region.services().stream()
                        .map(service -> service(service, plan.policy().triggers()))
                        .toList())
                .setOrder(region.order())
                .setRetired(WorkloadMapping.toWire(region.retired()))
                .setEstimate(range(estimate))
                .build();
    }

    private static io.tidegate.schemas.avro.ServicePlan service(ServicePlan service, Triggers triggers) {
        return io.tidegate.schemas.avro.ServicePlan.newBuilder()
                .setService(service.service())
                .setImage(service.image().reference())
                .setPrevious(service.previous()
                        .map(former -> WorkloadMapping.toWire(service.service(), former))
                        .orElse(null))
                .setReplicas(service.workload().replicas())
                .setPort(service.workload().port())
                .setPhase(service.phase())
                .setDependsOn(service.dependsOn())
                .setStrategy(io.tidegate.schemas.avro.Strategy.valueOf(
                        service.strategy().name().toLowerCase(java.util.Locale.ROOT)))
                .setCritical(service.critical())
                .setMinimumRequests(triggers.minimumRequests())
                .setEstimate(range(service.estimate()))
                .setRemainingSeconds(service.remainingSeconds())
                .setResources(WorkloadMapping.toWire(service.workload().resources()))
                .setHealth(WorkloadMapping.toWire(service.workload().health()))
                .setMigration(service.migration().map(PlanMapping::migration).orElse(null))
                .build();
    }

    private static io.tidegate.schemas.avro.Migration migration(Migration migration) {
        return new io.tidegate.schemas.avro.Migration(
                migration.kind().name().toLowerCase(java.util.Locale.ROOT), migration.reversible());
    }

    private static RolloutPolicy policy(Policy policy) {
        return RolloutPolicy.newBuilder()
                .setConcurrency(policy.concurrency())
                .setPhaseBarriers(policy.phaseBarriers())
                .setCanaryStages(policy.canaryStages().stream()
                        .map(stage -> io.tidegate.schemas.avro.CanaryStage.newBuilder()
                                .setWeight(stage.weight())
                                .setPauseMillis(stage.pause().toMillis())
                                .build())
                        .toList())
                .setReadyTimeoutMillis(policy.readyTimeout().toMillis())
                .setAnalysisTimeoutMillis(policy.analysisTimeout().toMillis())
                .setStabilityMillis(policy.stability().toMillis())
                .setRollbackDeadlineMillis(policy.rollbackDeadline().toMillis())
                .setTriggers(triggers(policy.triggers()))
                .setBudgets(budgets(policy.budgets()))
                .setApprovals(toWire(policy.approvals()))
                .setFreezes(FreezeMapping.toWire(policy.freezes()))
                .setSkipsDrained(policy.skipsDrained())
                .setAvailabilityObjective(policy.objective())
                .build();
    }

    /** Who must agree. */
    public static ApprovalDemand toWire(Approvals approvals) {
        return ApprovalDemand.newBuilder()
                .setRequired(approvals.required())
                .setRoles(approvals.roles())
                .setExpiryMillis(approvals.expiry().toMillis())
                .setIrreversible(approvals.irreversible())
                .build();
    }

    /** Who must agree. */
    public static Approvals fromWire(ApprovalDemand demand) {
        return new Approvals(
                demand.getRequired(),
                demand.getRoles(),
                demand.getExpiryMillis() > 0 ? Duration.ofMillis(demand.getExpiryMillis()) : Approvals.NONE.expiry(),
                demand.getIrreversible());
    }

    private static RollbackBudgets budgets(Budgets budgets) {
        return RollbackBudgets.newBuilder()
                .setDetectionMillis(budgets.detection().toMillis())
                .setDecisionMillis(budgets.decision().toMillis())
                .setExecutionMillis(budgets.execution().toMillis())
                .setVerificationMillis(budgets.verification().toMillis())
                .setWholeMillis(budgets.whole().toMillis())
                .build();
    }

    private static io.tidegate.schemas.avro.Triggers triggers(Triggers triggers) {
        return io.tidegate.schemas.avro.Triggers.newBuilder()
                .setErrorShare(limit(triggers.errors()))
                .setP95Seconds(limit(triggers.p95()))
                .setAvailability(limit(triggers.availability()))
                .setMemoryShare(limit(triggers.memory()))
                .setConsecutiveFailedChecks(triggers.failedChecks())
                .setMinimumRequests(triggers.minimumRequests())
                .setFalseAlarmBudget(triggers.falseAlarmBudget())
                .setRules(triggers.rules().stream().map(PlanMapping::rule).toList())
                .build();
    }

    private static UserRule rule(Triggers.Rule rule) {
        return UserRule.newBuilder()
                .setName(rule.name())
                .setWhen(rule.when())
                .setOverMillis(rule.over().toMillis())
                .setSustainedMillis(rule.sustained().toMillis())
                .setMessage(rule.message())
                .build();
    }

    private static Limit limit(Triggers.Limit limit) {
        return Limit.newBuilder()
                .setValue(limit.value())
                .setSustainedMillis(limit.sustained().toMillis())
                .build();
    }

    private static io.tidegate.schemas.avro.SecondsRange range(SecondsRange range) {
        return io.tidegate.schemas.avro.SecondsRange.newBuilder()
                .setMin(range.min())
                .setMax(range.max())
                .build();
    }

    /** The part of one region; empty where the plan has none for it. */
    public static Optional<RegionPlan> regionFromWire(DeploymentPlan plan, String region) {
        return plan.getRegions().stream()
                .filter(planned -> planned.getRegion().equals(region))
                .findFirst()
                .map(PlanMapping::fromWire);
    }

    /** The parts of all regions. */
    public static List<RegionPlan> regionsFromWire(DeploymentPlan plan) {
        return plan.getRegions().stream().map(PlanMapping::fromWire).toList();
    }

    private static RegionPlan fromWire(io.tidegate.schemas.avro.RegionPlan plan) {
        return new RegionPlan(
                plan.getRegion(),
                plan.getWave(),
                plan.getValidations().stream()
                        .map(kind -> Validation.valueOf(kind.name().toUpperCase(java.util.Locale.ROOT)))
                        .toList(),
                ValidatorMapping.known(plan.getValidators()),
                plan.getTrafficShare(),
                Duration.ofMillis(plan.getRollbackWindowMillis()),
                plan.getServices().stream().map(PlanMapping::fromWire).toList(),
                plan.getOrder(),
                WorkloadMapping.fromWire(plan.getRetired()));
    }

    private static ServicePlan fromWire(io.tidegate.schemas.avro.ServicePlan service) {
        return new ServicePlan(
                service.getService(),
                new Workload(
                        new Image(service.getImage()),
                        service.getReplicas(),
                        service.getPort(),
                        WorkloadMapping.fromWire(service.getResources()),
                        WorkloadMapping.fromWire(service.getHealth())),
                Optional.ofNullable(service.getPrevious()).map(WorkloadMapping::fromWire),
                service.getPhase(),
                service.getDependsOn(),
                Strategy.valueOf(service.getStrategy().name().toUpperCase(java.util.Locale.ROOT)),
                service.getCritical(),
                new SecondsRange(
                        service.getEstimate().getMin(), service.getEstimate().getMax()),
                service.getRemainingSeconds(),
                Optional.ofNullable(service.getMigration()).map(PlanMapping::fromWire));
    }

    private static Migration fromWire(io.tidegate.schemas.avro.Migration migration) {
        return new Migration(
                Migration.Kind.valueOf(migration.getKind().toUpperCase(java.util.Locale.ROOT)),
                migration.getReversible());
    }

    /** How the deployment is carried through a region. */
    public static Policy fromWire(RolloutPolicy policy) {
        return new Policy(
                policy.getConcurrency(),
                policy.getPhaseBarriers(),
                policy.getCanaryStages().stream()
                        .map(stage -> new CanaryStage(stage.getWeight(), Duration.ofMillis(stage.getPauseMillis())))
                        .toList(),
                Duration.ofMillis(policy.getReadyTimeoutMillis()),
                Duration.ofMillis(policy.getAnalysisTimeoutMillis()),
                Duration.ofMillis(policy.getStabilityMillis()),
                Duration.ofMillis(policy.getRollbackDeadlineMillis()),
                fromWire(policy.getTriggers()),
                fromWire(policy.getBudgets()),
                fromWire(policy.getApprovals()),
                FreezeMapping.fromWire(policy.getFreezes()),
                policy.getSkipsDrained(),
                policy.getAvailabilityObjective());
    }

    private static Budgets fromWire(RollbackBudgets budgets) {
        return new Budgets(
                Duration.ofMillis(budgets.getDetectionMillis()),
                Duration.ofMillis(budgets.getDecisionMillis()),
                Duration.ofMillis(budgets.getExecutionMillis()),
                Duration.ofMillis(budgets.getVerificationMillis()),
                Duration.ofMillis(budgets.getWholeMillis()));
    }

    private static Triggers fromWire(io.tidegate.schemas.avro.Triggers triggers) {
        return new Triggers(
                fromWire(triggers.getErrorShare()),
                fromWire(triggers.getP95Seconds()),
                fromWire(triggers.getAvailability()),
                fromWire(triggers.getMemoryShare()),
                triggers.getConsecutiveFailedChecks(),
                triggers.getMinimumRequests(),
                triggers.getFalseAlarmBudget(),
                triggers.getRules().stream().map(PlanMapping::fromWire).toList());
    }

    private static Triggers.Rule fromWire(UserRule rule) {
        return new Triggers.Rule(
                rule.getName(),
                rule.getWhen(),
                Duration.ofMillis(rule.getOverMillis()),
                Duration.ofMillis(rule.getSustainedMillis()),
                rule.getMessage());
    }

    private static Triggers.Limit fromWire(Limit limit) {
        return new Triggers.Limit(limit.getValue(), Duration.ofMillis(limit.getSustainedMillis()));
    }
}
