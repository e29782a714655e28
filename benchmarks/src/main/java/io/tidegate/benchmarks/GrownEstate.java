package io.tidegate.benchmarks;

import java.util.LinkedHashSet;
import java.util.Set;

/** Estates of any size: three regions that run everything, and services in seven phases that need up to three others. */
final class GrownEstate {
    private static final int PHASES = 7;

    private GrownEstate() {}

    /** An estate file with this many services. The same number gives the same file. */
    static String text(int services) {
        var text = new StringBuilder(64 + services * 128).append("""
                apiVersion: tidegate.io/v1
                kind: Estate
                metadata:
                  name: grown
                spec:
                  regions:
                    - {name: us-east-1, role: primary, wave: 1, trafficShare: 60}
                    - {name: us-west-2, role: standby, wave: 2, trafficShare: 25}
                    - {name: eu-west-1, role: regional, wave: 3, trafficShare: 15}
                  environments:
                    - {name: production}
                  services:
                """);
        for (int number = 0; number < services; number++) {
            text.append("    - {name: s")
                    .append(number)
                    .append(", image: \"grown/s")
                    .append(number)
                    .append(":1.0.0\", port: 8080, phase: ")
                    .append(1 + number * PHASES / services)
                    .append(", estimate: {min: 30, max: 60}, dependsOn: [");
            text.append(String.join(", ", needs(number)));
            text.append("]}\n");
        }
        return text.toString();
    }

    /** Near neighbours and one far below: layers stay wide and paths long, as in estates that have grown. */
    private static Set<String> needs(int number) {
        var needs = new LinkedHashSet<String>();
        for (int below : new int[] {number - 1 - number % 5, number - 11, number / 2}) {
            if (below >= 0 && below < number) {
                needs.add("s" + below);
            }
        }
        return needs;
    }
}
