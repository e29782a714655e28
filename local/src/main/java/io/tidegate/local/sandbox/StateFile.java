package io.tidegate.local.sandbox;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a sandbox was told, kept in a file. */
record StateFile(Path path) {
    private static final Logger LOG = LoggerFactory.getLogger(StateFile.class);
    private static final String CELLS = "cells";

    void write(Collection<ServiceCell> cells) {
        var all = new JsonArray();
        cells.forEach(cell -> all.add(cell.state()));
        try {
            var fresh = path.resolveSibling(path.getFileName() + ".new");
            Files.writeString(fresh, new JsonObject().put(CELLS, all).encode());
            Files.move(fresh, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            LOG.error("cannot keep the sandbox's state in {}", path, failure);
        }
    }

    /** The state of every cell; none where there is no file. */
    Map<CellId, JsonObject> read() {
        if (!Files.exists(path)) {
            return Map.of();
        }
        try {
            var state = new JsonObject(Files.readString(path));
            return state.getValue(CELLS) instanceof JsonArray cells ? cells(cells) : formerCells(state);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read the sandbox's state in " + path, failure);
        }
    }

    private static Map<CellId, JsonObject> cells(JsonArray cells) {
        var all = new TreeMap<CellId, JsonObject>();
        for (int index = 0; index < cells.size(); index++) {
            var cell = cells.getJsonObject(index);
            all.put(
                    new CellId(cell.getString("estate"), cell.getString("environment"), cell.getString("service")),
                    cell);
        }
        return all;
    }

    /** A file from when cells were kept by the service's name; its workloads say whose they are. */
    private static Map<CellId, JsonObject> formerCells(JsonObject state) {
        var all = new TreeMap<CellId, JsonObject>();
        for (String service : state.fieldNames()) {
            var cell = state.getJsonObject(service);
            owner(service, cell.getJsonObject("workloads"))
                    .ifPresentOrElse(
                            id -> all.put(id, cell),
                            () -> LOG.warn(
                                    "whose {} is cannot be told from the former state; deploy it again", service));
        }
        return all;
    }

    private static Optional<CellId> owner(String service, JsonObject workloads) {
        var owners = new TreeSet<CellId>();
        for (String version : workloads.fieldNames()) {
            var wanted = workloads.getJsonObject(version);
            // Scaling used to forget whose a workload was, so what says nothing follows the others.
            if (!wanted.getString("estate", "").isEmpty()) {
                owners.add(new CellId(wanted.getString("estate"), wanted.getString("environment", ""), service));
            }
        }
        return owners.size() == 1 ? Optional.of(List.copyOf(owners).getFirst()) : Optional.empty();
    }
}
