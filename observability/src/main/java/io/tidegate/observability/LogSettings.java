package io.tidegate.observability;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How a service writes its log. */
@ConfigMapping(prefix = "tidegate.logs")
public interface LogSettings {
    /** One JSON object a line, for machines, or text, for people. */
    @WithDefault("json")
    Format format();

    /** A form of log lines. */
    enum Format {
        JSON,
        TEXT
    }
}
