package io.tidegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.schemas.avro.DeploymentStatus;
import org.junit.jupiter.api.Test;

final class TrailTest {
    private static final DeploymentStatus INTERRUPTED = status("release", "rolling_back", "release~2");
    private static final DeploymentStatus BACK = status("release", "rolled_back", "release~2");
    private static final DeploymentStatus WAITING = status("release~2", "queued", "");

    private static DeploymentStatus status(String id, String phase, String continuedAs) {
        return DeploymentStatus.newBuilder()
                .setDeploymentId(id)
                .setPhase(phase)
                .setContinuedAs(continuedAs)
                .build();
    }

    @Test
    void othersAreNotOnIt() {
        var trail = Trail.onward("release");

        assertThat(trail.hear(status("other", "completed", ""))).isEmpty();
        assertThat(trail.last()).isEmpty();
    }

    @Test
    void itGoesOnWithWhatComesAfterAnEmergency() {
        var trail = Trail.onward("release");

        assertThat(trail.hear(INTERRUPTED)).containsExactly(INTERRUPTED);
        assertThat(trail.hear(BACK)).containsExactly(BACK);
        assertThat(trail.last()).as("not the end of what was interrupted").isEmpty();
        assertThat(trail.hear(WAITING)).containsExactly(WAITING);
        assertThat(trail.last()).contains(WAITING);
    }

    @Test
    void whatWasSaidOfThatBeforeCounts() {
        var trail = Trail.onward("release");
        trail.hear(INTERRUPTED);
        trail.hear(WAITING);

        assertThat(trail.hear(BACK)).containsExactly(BACK, WAITING);
    }

    @Test
    void aWayBackThatIsHeldIsNotItsEnd() {
        var trail = Trail.onward("release");
        var held = status("release", "held", "release~2");

        trail.hear(held);

        assertThat(trail.last()).contains(held);
    }

    @Test
    void whoAsksAboutOneAloneStaysWithIt() {
        var trail = Trail.of("release");
        trail.hear(BACK);

        assertThat(trail.hear(WAITING)).isEmpty();
        assertThat(trail.last()).contains(BACK);
    }
}
