package io.tidegate.local.sandbox;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
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
            return cells(state.getJsonArray(CELLS, new JsonArray()));
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
}
