package io.tidegate.cli;

import io.tidegate.dashboard.projection.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** How a deployment of the demo is to end, and what is wrong where it ended otherwise. */
sealed interface DemoExpectation {
    /** The word of the deployment's last phase. */
    String phase();

    /** What is not as expected, a sentence each. */
    List<String> complaints(Ended ended);

    /**
     * How a deployment ended.
     *
     * @param serving what the regions' runtimes serve now: region and service, with the share of traffic by version
     * @param restored whether they serve what they served before the deployment
     */
    record Ended(
            String phase,
            List<Decision> decisions,
            Map<String, String> serving,
            boolean restored,
            List<Measured> measured) {}

    /**
     * It comes in.
     *
     * @param versions the new version by service, which every region that has the service must serve afterwards
     */
    record ComesIn(Map<String, String> versions) implements DemoExpectation {
        @Override
        public String phase() {
            return "completed";
        }

        @Override
        public List<String> complaints(Ended ended) {
            var complaints = ended(this, ended);
            versions.forEach((service, version) -> ended.serving().forEach((place, weights) -> {
                if (place.endsWith(" " + service) && !weights.equals("{\"" + version + "\":100}")) {
                    complaints.add(place + " serves " + weights + ", not " + version);
                }
            }));
            return complaints;
        }
    }

    /**
     * It is taken back.
     *
     * @param service the one that is bad
     * @param finder the region that finds it
     * @param regions all regions that have it by then
     * @param before a service that the bad one depends on, and that is to go back after it
     */
    record IsTakenBack(String service, String finder, Set<String> regions, String before) implements DemoExpectation {
        @Override
        public String phase() {
            return "rolled_back";
        }

        @Override
        public List<String> complaints(Ended ended) {
            var complaints = ended(this, ended);
            if (!ended.restored()) {
                complaints.add("a region does not serve what it served before");
            }
            var found = of(ended, "found_unhealthy").stream().findFirst();
            if (found.filter(by -> by.service().equals(service) && by.region().equals(finder))
                    .isEmpty()) {
                complaints.add("it was found by "
                        + found.map(by -> by.region() + " in " + by.service()).orElse("nobody") + ", not by " + finder
                        + " in " + service);
            }
            var back = new TreeSet<>(of(ended, "region_rolled_back").stream()
                    .map(Decision::region)
                    .toList());
            if (!back.equals(regions)) {
                complaints.add("it was taken back in " + back + ", not in " + new TreeSet<>(regions));
            }
            regions.forEach(region -> order(region, ended).forEach(complaints::add));
            if (ended.measured().size() != regions.size()) {
                complaints.add(
                        "times were measured in " + ended.measured().size() + " regions, not in " + regions.size());
            }
            return complaints;
        }

        private List<String> order(String region, Ended ended) {
            var services = of(ended, "service_rolled_back").stream()
                    .filter(decision -> decision.region().equals(region))
                    .map(Decision::service)
                    .toList();
            int bad = services.indexOf(service);
            int later = services.indexOf(before);
            return bad >= 0 && later > bad
                    ? List.of()
                    : List.of(region + " took back " + services + ", not " + service + " before " + before);
        }

        private static List<Decision> of(Ended ended, String word) {
            return ended.decisions().stream()
                    .filter(decision -> decision.word().equals(word))
                    .toList();
        }
    }

    private static List<String> ended(DemoExpectation expected, Ended ended) {
        var complaints = new ArrayList<String>();
        if (!ended.phase().equals(expected.phase())) {
            complaints.add("it is " + ended.phase() + ", not " + expected.phase());
        }
        return complaints;
    }
}
