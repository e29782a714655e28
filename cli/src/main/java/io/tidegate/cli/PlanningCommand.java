package io.tidegate.cli;

import io.tidegate.estate.Estate;
import io.tidegate.estate.Image;
import io.tidegate.estate.Workload;
import io.tidegate.estate.plan.PlanJson;
import io.tidegate.estate.plan.PlanResult;
import io.tidegate.estate.plan.Planning;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the commands have in common that say what is to be deployed to where. */
abstract class PlanningCommand extends ControlPlaneCommand {
    @Mixin
    protected EstateFile file = new EstateFile();

    @Option(
            names = {"-e", "--environment"},
            description = "The environment (default: ${DEFAULT-VALUE}).",
            defaultValue = "production")
    protected String environment = "production";

    @Option(names = "--set", paramLabel = "SERVICE=IMAGE", description = "Replaces a service's image; may be repeated.")
    protected Map<String, String> images = new LinkedHashMap<>();

    /** Prints the plan, compared with what runs; changes nothing. */
    protected ExitCode showPlan(Estate estate) {
        var chosen = new LinkedHashMap<String, Image>();
        for (var entry : images.entrySet()) {
            try {
                chosen.put(entry.getKey(), new Image(entry.getValue()));
            } catch (IllegalArgumentException noImage) {
                return refused("the image for '" + entry.getKey() + "' is unusable: " + noImage.getMessage());
            }
        }
        return switch (Planning.plan(estate, environment, chosen, running(estate))) {
            case PlanResult.Refused(var message) -> refused(message);
            case PlanResult.Planned(var plan) -> {
                new Answer(PlanJson.of(plan), List.of(plan.aggregateKey()), () -> PlanTable.of(plan))
                        .print(output, out());
                yield ExitCode.DONE;
            }
        };
    }

    private ExitCode refused(String message) {
        err().println("tidegate: " + message);
        return ExitCode.INVALID_INPUT;
    }

    private Map<String, Map<String, Workload>> running(Estate estate) {
        try {
            return isConnected() ? WhatRuns.in(controlPlane(), estate.name(), environment) : Map.of();
        } catch (IOException unreadable) {
            err().println("tidegate: what runs is not known (" + unreadable.getMessage()
                    + "); every service is taken as new");
            return Map.of();
        }
    }
}
