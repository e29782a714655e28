package io.tidegate.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidegate.local.suite.Layout;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import picocli.CommandLine.Command;

/** Says whether the suite can run on this machine, and what to do where it cannot. */
@Command(
        name = "doctor",
        description = "Checks whether this machine can run the suite, and says what to do where it cannot.",
        mixinStandardHelpOptions = true)
final class Doctor extends SuiteCommand {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    protected ExitCode run() throws IOException {
        var checks = Checkup.of(machine(layout(), suite().document().isPresent()));
        answer(checks).print(output, out());
        return checks.stream().anyMatch(check -> check.outcome() == Checkup.Outcome.BAD)
                ? ExitCode.ERROR
                : ExitCode.DONE;
    }

    static Answer answer(List<Checkup> checks) {
        var document = JSON.createObjectNode();
        var list = document.putArray("checks");
        var table = new Table("CHECK", "OUTCOME", "FOUND", "WHAT TO DO");
        for (Checkup check : checks) {
            list.addObject()
                    .put("name", check.name())
                    .put("outcome", check.outcome().word())
                    .put("found", check.found())
                    .put("advice", check.advice());
            table.row(check.name(), check.outcome().word(), check.found(), check.advice());
        }
        return new Answer(document, checks.stream().map(Checkup::name).toList(), table::toString);
    }

    private static Checkup.Machine machine(Layout layout, boolean running) throws IOException {
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        var folder = existing(layout.state());
        return new Checkup.Machine(
                Runtime.version().feature(),
                Runtime.getRuntime().availableProcessors(),
                available(system),
                Files.getFileStore(folder).getUsableSpace(),
                layout.state().toString(),
                Files.isWritable(folder),
                running,
                taken(layout.state().resolve("ports.json")));
    }

    /** Memory that can be had without swapping: on Linux the kernel's own estimate, elsewhere what is free. */
    private static long available(com.sun.management.OperatingSystemMXBean system) throws IOException {
        var known = Path.of("/proc/meminfo");
        if (Files.isReadable(known)) {
            for (String line : Files.readAllLines(known)) {
                if (line.startsWith("MemAvailable:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) << 10;
                }
            }
        }
        return system.getFreeMemorySize();
    }

    private static Path existing(Path folder) {
        var at = folder;
        while (!Files.exists(at) && at.getParent() != null) {
            at = at.getParent();
        }
        return at;
    }

    /** Ports that the suite is to use again and that cannot be had, by what they are for. */
    private static List<String> taken(Path file) throws IOException {
        var taken = new ArrayList<String>();
        if (Files.exists(file)) {
            var ports = new TreeMap<String, Integer>();
            ((ObjectNode) JSON.readTree(file.toFile()))
                    .properties()
                    .forEach(entry -> ports.put(entry.getKey(), entry.getValue().asInt()));
            ports.forEach((name, port) -> {
                if (!free(port)) {
                    taken.add(port + " (" + name + ")");
                }
            });
        } else if (!free(0)) {
            taken.add("all of 127.0.0.1");
        }
        return taken;
    }

    private static boolean free(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException inUse) {
            return false;
        }
    }
}
