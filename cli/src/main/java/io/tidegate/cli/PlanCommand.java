package io.tidegate.cli;

import io.tidegate.estate.Estate;
import io.tidegate.estate.Image;
import io.tidegate.estate.plan.Plan;
import io.tidegate.estate.plan.PlanJson;
import io.tidegate.estate.plan.PlanResult;
import io.tidegate.estate.plan.Planning;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what a deployment would do. */
@Command(name = "plan", description = "Shows what a deployment would do.", mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
    @Mixin
    private EstateFile file = new EstateFile();

    @Option(
            names = {"-e", "--environment"},
            description = "The environment (default: ${DEFAULT-VALUE}).",
            defaultValue = "production")
    private String environment = "production";

    @Option(names = "--set", paramLabel = "SERVICE=IMAGE", description = "Replaces a service's image; may be repeated.")
    private Map<String, String> images = new LinkedHashMap<>();

    @Option(
            names = {"-o", "--output"},
            description = "table or json (default: table).",
            defaultValue = "table")
    private Output output = Output.TABLE;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call()
    private CommandSpec command;

    @Override
    public Integer call() {
        return file.use(command.commandLine().getErr(), this::plan).number();
    }

    private ExitCode plan(Estate estate) {
        var chosen = new LinkedHashMap<String, Image>();
        for (var entry : images.entrySet()) {
            if (entry.getValue().isBlank() || entry.getValue().chars().anyMatch(Character::isWhitespace)) {
                return refuse("'" + entry.getValue() + "' is no image for " + entry.getKey()
                        + "; wanted is SERVICE=repository/name:tag");
            }
            chosen.put(entry.getKey(), new Image(entry.getValue()));
        }
        return switch (Planning.plan(estate, environment, chosen, Map.of())) {
            case PlanResult.Refused(var message) -> refuse(message);
            case PlanResult.Planned(var plan) -> print(plan);
        };
    }

    private ExitCode refuse(String message) {
        command.commandLine().getErr().println("tidegate: " + message);
        return ExitCode.INVALID_INPUT;
    }

    private ExitCode print(Plan plan) {
        var out = command.commandLine().getOut();
        switch (output) {
            case JSON -> out.println(PlanJson.of(plan).toPrettyString());
            case TABLE -> out.print(PlanTable.of(plan));
        }
        out.flush();
        return ExitCode.DONE;
    }
}
