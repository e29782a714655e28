package io.tidegate.judge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Where trouble begins: what a service suffers from may come from what it depends on. */
public final class Attribution {
    /**
     * A service as those see it that depend on it.
     *
     * @param onTrial whether a new version of it is on trial
     * @param measured whether it is known how it does
     * @param trouble what it suffers from at present
     */
    public record Member(List<String> dependsOn, boolean onTrial, boolean measured, Optional<String> trouble) {
        public Member {
            dependsOn = List.copyOf(dependsOn);
        }
    }

    private final Map<String, Member> members;
    private final Map<String, Set<String>> found = new HashMap<>();

    private Attribution(Map<String, Member> members) {
        this.members = members;
    }

    /**
     * The services in which the trouble of {@code service} begins; none if it begins in the service itself. Trouble is
     * followed from a service that suffers to those among its dependencies that suffer as well, as far as it goes; through
     * one of which nothing is known it is followed too.
     *
     * @param itself whether it does worse than the version beside it, which calls the same services: then only another
     *     version on trial can be the reason
     */
    public static List<String> origins(String service, Map<String, Member> members, boolean itself) {
        return new ArrayList<>(new Attribution(members).below(service))
                .stream()
                        .filter(origin -> !origin.equals(service))
                        .filter(origin -> !itself || member(members, origin).onTrial())
                        .toList();
    }

    private Set<String> below(String service) {
        var known = found.get(service);
        if (known != null) {
            return known;
        }
        found.put(service, Set.of()); // a plan has no cycles; were there one, it would end here
        var origins = new TreeSet<String>();
        for (String name : member(members, service).dependsOn()) {
            var dependency = member(members, name);
            if (dependency.trouble().isPresent()) {
                var deeper = below(name);
                origins.addAll(deeper.isEmpty() ? Set.of(name) : deeper);
            } else if (!dependency.measured()) {
                origins.addAll(below(name));
            }
        }
        found.put(service, origins);
        return origins;
    }

    private static Member member(Map<String, Member> members, String name) {
        return members.getOrDefault(name, new Member(List.of(), false, false, Optional.empty()));
    }
}
