package io.tidegate.benchmarks;

import io.tidegate.local.kafka.BrokerProcess;
import io.tidegate.local.suite.Contract;
import io.tidegate.schemas.topics.Installation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** A region's Kafka as the local suite starts it, with the contract's topics, for one measuring. */
final class ScratchBroker implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final JavaProcess process;
    private final String bootstrap;
    private final Path folder;

    private ScratchBroker(JavaProcess process, String bootstrap, Path folder) {
        this.process = process;
        this.bootstrap = bootstrap;
        this.folder = folder;
    }

    static ScratchBroker start(Path scratch, OptionalInt core, String region)
            throws IOException, InterruptedException, ExecutionException {
        int port = freePort();
        var folder = scratch.resolve("broker");
        var process = JavaProcess.start(
                core,
                List.of("-XX:+UseSerialGC", "-Xmx1g"),
                scratch.resolve("broker.err"),
                BrokerProcess.class,
                Integer.toString(port),
                Integer.toString(freePort()),
                folder.toString());
        var broker = new ScratchBroker(process, "127.0.0.1:" + port, folder);
        try {
            broker.await();
            Contract.createTopics(broker.bootstrap, region, Installation.of(List.of(region)));
            return broker;
        } catch (InterruptedException | ExecutionException | RuntimeException failure) {
            broker.close();
            throw failure;
        }
    }

    private void await() throws InterruptedException {
        var end = Instant.now().plus(LONGEST);
        try (var admin = Admin.create(Map.<String, Object>of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap, AdminClientConfig.RETRIES_CONFIG, 0))) {
            while (process.isAlive() && Instant.now().isBefore(end)) {
                try {
                    admin.describeCluster().nodes().get(2, TimeUnit.SECONDS);
                    return;
                } catch (ExecutionException | java.util.concurrent.TimeoutException notYet) {
                    TimeUnit.MILLISECONDS.sleep(100);
                }
            }
        }
        throw new IllegalStateException("the benchmark's broker did not start within " + LONGEST.toSeconds() + " s");
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    String bootstrap() {
        return bootstrap;
    }

    JavaProcess process() {
        return process;
    }

    /** Bytes of the topologies' changelogs on disk. */
    long changelogBytes() throws IOException {
        return ScratchFolder.logBytes(folder, "-changelog-");
    }

    @Override
    public void close() {
        process.close();
    }
}
