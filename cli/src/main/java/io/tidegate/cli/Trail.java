package io.tidegate.cli;

import io.tidegate.schemas.avro.DeploymentStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is said of one deployment and, where that is wanted, of those as which it goes on after emergencies. */
final class Trail {
    private final boolean onward;
    private final Map<String, DeploymentStatus> latest = new HashMap<>();
    private String id;

    private Trail(String id, boolean onward) {
        this.id = id;
        this.onward = onward;
    }

    static Trail of(String id) {
        return new Trail(id, false);
    }

    static Trail onward(String id) {
        return new Trail(id, true);
    }

    /** What a status adds to the trail: nothing where it is another's, and more where what goes on was heard of before. */
    List<DeploymentStatus> hear(DeploymentStatus said) {
        latest.put(said.getDeploymentId(), said);
        var added = new ArrayList<DeploymentStatus>();
        @Nullable DeploymentStatus status = said.getDeploymentId().equals(id) ? said : null;
        while (status != null) {
            added.add(status);
            status = onward && goesOn(status) ? next(status.getContinuedAs()) : null;
        }
        return added;
    }

    private @Nullable DeploymentStatus next(String successor) {
        id = successor;
        return latest.get(successor);
    }

    private static boolean goesOn(DeploymentStatus status) {
        return DeploymentView.ended(status)
                && !status.getPhase().equals("held")
                && !status.getContinuedAs().isEmpty();
    }

    /** The last status of the deployment that is on the trail now. */
    Optional<DeploymentStatus> last() {
        return Optional.ofNullable(latest.get(id));
    }
}
