package io.tidegate.local.suite;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/** Free ports, the same from one start to the next: what is kept on disk names them. */
final class Ports {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final ObjectNode known;

    Ports(Path file) throws IOException {
        this.file = file;
        this.known = Files.exists(file) ? (ObjectNode) JSON.readTree(file.toFile()) : JSON.createObjectNode();
    }

    int of(String name) throws IOException {
        if (!known.has(name)) {
            known.put(name, free());
            Files.createDirectories(file.getParent());
            JSON.writeValue(file.toFile(), known);
        }
        return known.get(name).asInt();
    }

    private static int free() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
