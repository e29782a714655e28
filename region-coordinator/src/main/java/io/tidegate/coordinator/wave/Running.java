package io.tidegate.coordinator.wave;

import io.tidegate.estate.Image;
import java.util.Optional;

/**
 * What runs for a service.
 *
 * @param image what serves
 * @param kept the image before, still there so that traffic can go back to it at once
 */
public record Running(Image image, Optional<Image> kept) {
    /** Just this image. */
    public static Running only(Image image) {
        return new Running(image, Optional.empty());
    }
}
