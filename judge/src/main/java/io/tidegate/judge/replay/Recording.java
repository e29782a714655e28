package io.tidegate.judge.replay;

import java.time.Duration;
import java.util.List;

/** Telemetry that was recorded, and what is known to have been wrong in it. */
public sealed interface Recording {
    /** The data set's name. */
    String name();

    /** Running services into which faults were injected. */
    record RunningServices(String name, List<Series> services, List<Fault> faults, Duration interval)
            implements Recording {
        public RunningServices {
            services = List.copyOf(services);
            faults = List.copyOf(faults);
        }
    }

    /** Versions beside a baseline. */
    record Canaries(String name, List<CanaryRun> runs) implements Recording {
        public Canaries {
            runs = List.copyOf(runs);
        }
    }
}
