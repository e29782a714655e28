package io.tidegate.local.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @Test
    void aComponentKeepsItsPortFromStartToStart() throws IOException {
        int first = new Ports(file()).of("registry");

        Ports.settle(file(), OptionalInt.empty());

        assertThat(new Ports(file()).of("registry")).isEqualTo(first);
    }

    @Test
    void aPortThatAnotherProgramTookIsChosenAnew() throws IOException {
        int first = new Ports(file()).of("registry");

        try (var other = new ServerSocket(first, 1, InetAddress.getLoopbackAddress())) {
            Ports.settle(file(), OptionalInt.empty());

            assertThat(new Ports(file()).of("registry")).isNotEqualTo(other.getLocalPort());
        }
    }

    @Test
    void portsThatAPersonChoseAreConsecutive() throws IOException {
        Ports.settle(file(), OptionalInt.of(19_300));
        var ports = new Ports(file());

        assertThat(ports.of("registry")).isEqualTo(19_300);
        assertThat(ports.of("mirror")).isEqualTo(19_301);
        assertThat(ports.of("registry")).isEqualTo(19_300);
    }

    @Test
    void aPortThatAPersonChoseAndIsTakenIsRefusedByName() throws IOException {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Ports.settle(file(), OptionalInt.of(other.getLocalPort()));
            var ports = new Ports(file());

            assertThatThrownBy(() -> ports.of("registry"))
                    .hasMessageContaining("the port " + other.getLocalPort() + " for registry is in use")
                    .hasMessageContaining("--base-port");
        }
    }

    private Path file() {
        return folder.resolve("ports.json");
    }
}
