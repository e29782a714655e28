package io.tidegate.dashboard.kafka;

import io.tidegate.schemas.topics.Installation;
import io.tidegate.schemas.topics.Topic;
import io.tidegate.schemas.topics.TopicCatalogue;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** Which topics are read, of all regions, as the control plane's region sees them. */
final class Topics {
    /** What streams tell. */
    static final Set<Topic> STATES =
            Set.copyOf(EnumSet.of(Topic.DEPLOYMENT_STATUS, Topic.REGION_STATUS, Topic.SERVICE_STATUS));

    /** What an audit rests on. */
    static final Set<Topic> AUDITED = Set.copyOf(EnumSet.of(
            Topic.DEPLOYMENT_COMMANDS,
            Topic.DEPLOYMENT_EVENTS,
            Topic.REGION_EVENTS,
            Topic.HEALTH_VERDICTS,
            Topic.DEPLOYMENT_STATUS));

    /** All that is projected. */
    static final Set<Topic> PROJECTED = Set.copyOf(EnumSet.of(
            Topic.DEPLOYMENT_COMMANDS,
            Topic.DEPLOYMENT_EVENTS,
            Topic.REGION_EVENTS,
            Topic.HEALTH_VERDICTS,
            Topic.DEPLOYMENT_STATUS,
            Topic.REGION_STATUS,
            Topic.SERVICE_STATUS));

    private final String region;
    private final Installation installation;

    Topics(String region, Installation installation) {
        this.region = region;
        this.installation = installation;
    }

    /** The partitions of these topics. */
    List<TopicPartition> partitions(Set<Topic> topics) {
        var partitions = new ArrayList<TopicPartition>();
        for (Topic topic : topics) {
            for (String name : TopicCatalogue.readable(topic, region, installation)) {
                for (int number = 0; number < topic.partitions(); number++) {
                    partitions.add(new TopicPartition(name, number));
                }
            }
        }
        return List.copyOf(partitions);
    }

    /** Whether a topic of this name, maybe a replica, tells states. */
    static boolean tellsStates(String name) {
        return STATES.stream()
                .map(Topic::topicName)
                .anyMatch(state -> name.equals(state) || name.endsWith("." + state));
    }
}
