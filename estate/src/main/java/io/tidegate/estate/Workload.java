package io.tidegate.estate;

/**
 * What runs of a service, or shall run: all that a runtime is told.
 *
 * @param replicas how many
 * @param port where each of them serves
 * @param resources what one replica asks for and may use
 */
public record Workload(Image image, int replicas, int port, Resources resources, HealthSettings health) {
    /** The version that the image stands for. */
    public String version() {
        return image.version();
    }
}
