package io.tidegate.simulation;

import io.tidegate.schemas.avro.ValidationOutcome;
import io.tidegate.schemas.avro.ValidationReported;
import io.tidegate.schemas.avro.ValidationRequested;
import java.util.Set;

/** What answers for a region's validations: mostly well, now and then badly, vaguely, twice or not at all. */
final class ValidatorNode implements Node {
    /** How badly it behaves. */
    record Faults(double failed, double unknown, double silent) {
        static final Faults NONE = new Faults(0, 0, 0);
        static final Faults SOME = new Faults(0.04, 0.1, 0.05);
    }

    private final String region;
    private final World world;
    private final Log log;
    private Faults faults;
    private int open;
    private boolean up = true;

    ValidatorNode(String region, World world, Log log, Faults faults) {
        this.region = region;
        this.world = world;
        this.log = log;
        this.faults = faults;
    }

    static String nameOf(String region) {
        return "validator " + region;
    }

    @Override
    public String name() {
        return nameOf(region);
    }

    void behave() {
        faults = Faults.NONE;
    }

    @Override
    public void deliver(Message message) {
        var request = (ValidationRequested) message.value();
        if (!up || world.happens(faults.silent())) {
            return;
        }
        open++;
        world.after(world.between(20, 2_000), () -> {
            open--;
            var outcome = world.happens(faults.failed())
                    ? ValidationOutcome.failed
                    : world.happens(faults.unknown()) ? ValidationOutcome.unknown : ValidationOutcome.passed;
            log.write(
                    name(),
                    ValidationReported.newBuilder()
                            .setValidationId(request.getValidationId())
                            .setDeploymentId(request.getDeploymentId())
                            .setRegion(region)
                            .setKind(request.getKind())
                            .setAttempt(request.getAttempt())
                            .setOutcome(outcome)
                            .setMessage(outcome.name())
                            .build(),
                    0,
                    Set.of(CoordinatorNode.nameOf(region)));
        });
    }

    @Override
    public boolean idle() {
        return up && open == 0;
    }

    /** What it is asked meanwhile it never answers. */
    @Override
    public void crash(long afterMillis) {
        up = false;
        world.after(afterMillis, () -> up = true);
    }
}
