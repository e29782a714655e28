package io.tidegate.local.kafka;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** One region's Kafka: broker and controller in one node. */
public final class BrokerProcess {
    private BrokerProcess() {}

    /** Arguments: port, controller port, folder. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 3) {
            throw new IllegalArgumentException("usage: BrokerProcess PORT CONTROLLER_PORT FOLDER");
        }
        var folder = Path.of(arguments[2]);
        var properties = settings(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]), folder);
        format(folder);
        var server = new KafkaRaftServer(new KafkaConfig(properties), Time.SYSTEM);
        java.lang.Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "shutdown"));
        server.startup();
        server.awaitShutdown();
    }

    private static void format(Path folder) throws Exception {
        Files.createDirectories(folder);
        var id = folder.resolve("cluster.id");
        if (!Files.exists(id)) {
            Files.writeString(id, Uuid.randomUuid().toString());
        }
        new Formatter()
                .setClusterId(Files.readString(id))
                .setNodeId(1)
                .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                .setControllerListenerName("CONTROLLER")
                .setIgnoreFormatted(true)
                .setMetadataLogDirectory(Optional.of(folder.resolve("log").toString()))
                .addDirectory(folder.resolve("log").toString())
                .run();
    }

    /** A region's broker, as it is set up wherever it runs. */
    public static Properties settings(int port, int controllerPort, Path folder) {
        var all = new Properties();
        all.put("process.roles", "broker,controller");
        all.put("node.id", "1");
        all.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        all.put("controller.listener.names", "CONTROLLER");
        all.put("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        all.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        all.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        all.put("log.dirs", folder.resolve("log").toString());
        all.put("auto.create.topics.enable", "false");
        all.put("offsets.topic.replication.factor", "1");
        all.put("offsets.topic.num.partitions", "3");
        all.put("transaction.state.log.replication.factor", "1");
        all.put("transaction.state.log.min.isr", "1");
        all.put("transaction.state.log.num.partitions", "3");
        all.put("share.coordinator.state.topic.replication.factor", "1");
        all.put("share.coordinator.state.topic.min.isr", "1");
        all.put("group.initial.rebalance.delay.ms", "0");
        all.put("message.max.bytes", "6291456");
        all.put("num.network.threads", "2");
        all.put("num.io.threads", "2");
        all.put("log.cleaner.dedupe.buffer.size", "8388608");
        all.put("background.threads", "2");
        return all;
    }
}
