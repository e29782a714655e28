package io.tidegate.local.suite;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The suite's ports: the same from one start to the next as long as they are free. They are kept in a file by component,
 * which may be written by hand.
 */
public final class Ports {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NEXT = "next";

    // Below what systems give to outgoing connections, so that none of those takes the port of what is started again.
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;

    private final Path file;
    private final ObjectNode known;

    Ports(Path file) throws IOException {
        this.file = file;
        this.known = read(file);
    }

    /**
     * Makes ports that another program has by now be chosen anew; only while nothing of the suite runs.
     *
     * @param base the first of consecutive ports to be used, where a person says so
     * @throws IOException if a port that a person asked for is taken
     */
    public static void settle(Path file, OptionalInt base) throws IOException {
        var known = read(file);
        if (base.isPresent()) {
            known.removeAll().put(NEXT, base.getAsInt());
        }
        var taken = known.properties().stream()
                .filter(entry -> !entry.getKey().equals(NEXT))
                .filter(entry -> taken(entry.getValue().asInt()))
                .map(entry -> entry.getKey())
                .toList();
        if (known.has(NEXT) && !taken.isEmpty()) {
            throw new IOException("the port " + known.path(taken.getFirst()).asInt() + " of " + taken.getFirst()
                    + " is in use by another program; free it, or choose others by --base-port");
        }
        known.remove(taken);
        write(file, known);
    }

    /** The port of a component, which the suite listens on or is about to. */
    int of(String name) throws IOException {
        if (!known.has(name)) {
            known.put(name, known.has(NEXT) ? next(name) : free());
            write(file, known);
        }
        return known.get(name).asInt();
    }

    private int next(String name) throws IOException {
        int port = known.get(NEXT).asInt();
        if (taken(port)) {
            throw new IOException("the port " + port + " for " + name
                    + " is in use by another program; free it, or choose others by --base-port");
        }
        known.put(NEXT, port + 1);
        return port;
    }

    private int free() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            boolean ours = known.properties().stream()
                    .anyMatch(entry -> entry.getValue().asInt() == port);
            if (!ours && !taken(port)) {
                return port;
            }
        }
    }

    private static boolean taken(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return false;
        } catch (IOException inUse) {
            return true;
        }
    }

    private static ObjectNode read(Path file) throws IOException {
        return Files.exists(file) ? (ObjectNode) JSON.readTree(file.toFile()) : JSON.createObjectNode();
    }

    private static void write(Path file, ObjectNode ports) throws IOException {
        Files.createDirectories(file.getParent());
        JSON.writeValue(file.toFile(), ports);
    }
}
