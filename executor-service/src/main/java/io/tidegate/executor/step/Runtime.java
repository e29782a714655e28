package io.tidegate.executor.step;

import java.util.Map;
import java.util.function.Consumer;

/**
 * What runs the services: a Kubernetes cluster, or the sandbox. Every operation may be repeated; an operation whose
 * {@link Fence} stands before the last one obeyed for the service is refused as {@link Outcome.Reason#FENCED}. Services of
 * other estates and environments are other services, whatever their names: they neither fence nor touch each other.
 */
@SuppressWarnings("JavaLangClash") // the port bears the glossary's word
public interface Runtime {
    /** This version, with these replicas, is there beside what is there. */
    Outcome apply(Workload workload, Fence fence);

    /** How a version of a service is. */
    Observation observe(ServiceId service, String version);

    /** Tells {@code watcher} how a version is, at once and whenever it changes, until the watch is closed. */
    Watch watch(ServiceId service, String version, Consumer<Observation> watcher);

    /** Shares of traffic in percent by version; they add up to 100 and go to ready versions only. None ends the route. */
    Outcome route(ServiceId service, Map<String, Integer> weights, Fence fence);

    /** This many replicas of a version that is there. */
    Outcome scale(ServiceId service, String version, int replicas, Fence fence);

    /** A version is gone; refused while traffic goes to it. */
    Outcome remove(ServiceId service, String version, Fence fence);

    /** A watch that is to be closed. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }
}
