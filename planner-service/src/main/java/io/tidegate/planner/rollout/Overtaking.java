package io.tidegate.planner.rollout;

import io.tidegate.estate.plan.ServicePlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An image that a deployment brought which was asked for later and went first.
 *
 * @param by that deployment
 * @param from the images that it replaced, region by region without repetitions
 * @param to the image that it brought
 */
public record Overtaking(String by, String service, List<String> from, String to) {
    public Overtaking {
        from = List.copyOf(from);
    }

    /**
     * The latest stand by themselves, since their deployment may still be taken back. Of those before there is one for each
     * service: what the first replaced and what the last brought.
     */
    static List<Overtaking> followed(List<Overtaking> earlier, List<Overtaking> latest) {
        var joined = new LinkedHashMap<String, Overtaking>();
        earlier.forEach(one -> joined.merge(
                one.service(),
                one,
                (first, second) -> new Overtaking(second.by(), second.service(), first.from(), second.to())));
        var all = new ArrayList<>(joined.values());
        all.addAll(latest);
        return all;
    }

    /** What a deployment brought, service by service. */
    static List<Overtaking> by(Order later) {
        var brought = new TreeMap<String, String>();
        var replaced = new TreeMap<String, TreeSet<String>>();
        for (var region : later.plan().regions()) {
            region.services().stream().filter(ServicePlan::bringsImage).forEach(service -> {
                brought.put(service.service(), service.image().reference());
                var images = replaced.computeIfAbsent(service.service(), unseen -> new TreeSet<>());
                service.previous().ifPresent(former -> images.add(former.image().reference()));
            });
        }
        var all = new ArrayList<Overtaking>();
        brought.forEach((service, image) -> all.add(new Overtaking(
                later.request().deployment(),
                service,
                List.copyOf(replaced.getOrDefault(service, new TreeSet<>())),
                image)));
        return all;
    }
}
