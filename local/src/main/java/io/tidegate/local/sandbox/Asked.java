package io.tidegate.local.sandbox;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which service a request is about. People may leave out whose it is, as long as there is only one of that name.
 *
 * @param service empty where a request is about all of them
 */
record Asked(Optional<String> estate, Optional<String> environment, Optional<String> service) {
    static Asked of(RoutingContext context) {
        return new Asked(
                Optional.ofNullable(context.request().getParam("estate")),
                Optional.ofNullable(context.request().getParam("environment")),
                Optional.ofNullable(context.pathParam("service")));
    }

    /** The same, where a document says what the address does not. */
    Asked or(JsonObject document) {
        return new Asked(
                estate.or(() -> Optional.ofNullable(document.getString("estate"))),
                environment.or(() -> Optional.ofNullable(document.getString("environment"))),
                service);
    }

    /** The one that was asked for, where nothing was left out. */
    Optional<CellId> exactly() {
        return estate.flatMap(
                whose -> environment.flatMap(where -> service.map(name -> new CellId(whose, where, name))));
    }

    boolean fits(CellId id) {
        return estate.map(id.estate()::equals).orElse(true)
                && environment.map(id.environment()::equals).orElse(true)
                && service.map(id.service()::equals).orElse(true);
    }

    /** What to say where several fit. */
    String ambiguous(List<CellId> found) {
        return found.size() + " services are called " + service.orElse("so") + "; say which one: "
                + found.stream().map(Asked::query).collect(Collectors.joining(" or "));
    }

    /** What to say where none fits, and none may be made since nobody said whose it would be. */
    String absent() {
        return "there is no service " + service.orElse("") + " here; to make one, say whose it is: "
                + "?estate=ESTATE&environment=ENVIRONMENT";
    }

    private static String query(CellId id) {
        return "?estate=" + encoded(id.estate()) + "&environment=" + encoded(id.environment());
    }

    private static String encoded(String word) {
        return URLEncoder.encode(word, StandardCharsets.UTF_8);
    }
}
