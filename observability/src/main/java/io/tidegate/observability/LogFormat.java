package io.tidegate.observability;

import io.quarkus.runtime.StartupEvent;
import io.tidegate.observability.LogSettings.Format;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.handlers.ConsoleHandler;

/** Gives the console its format, before anything of ours has logged. */
@ApplicationScoped
class LogFormat {
    void apply(
            @Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event,
            LogSettings settings,
            @ConfigProperty(name = "quarkus.application.name") String application) {
        if (settings.format() == Format.JSON) {
            for (Handler handler : LogManager.getLogManager().getLogger("").getHandlers()) {
                apply(handler, new JsonLines(application));
            }
        }
    }

    private static void apply(Handler handler, JsonLines lines) {
        if (handler instanceof ConsoleHandler console) {
            console.setFormatter(lines);
        } else if (handler instanceof ExtHandler group) {
            for (Handler member : group.getHandlers()) {
                apply(member, lines);
            }
        }
    }
}
