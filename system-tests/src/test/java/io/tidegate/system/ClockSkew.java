package io.tidegate.system;

import static net.bytebuddy.matcher.ElementMatchers.named;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.agent.builder.AgentBuilder.RedefinitionStrategy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.dynamic.scaffold.TypeValidation;

/**
 * Makes the clock of a running Java process go ten minutes ahead, from outside: an agent is attached to it that changes what
 * the Java library's clock and Kafka's own answer. The product knows nothing of it.
 */
public final class ClockSkew {
    private static final String OF_KAFKA = "org.apache.kafka.common.utils.SystemTime";

    private ClockSkew() {}

    /** The clock of the Java library. */
    public static final class OfJava {
        private OfJava() {}

        /** Ten minutes later. */
        @Advice.OnMethodExit
        @SuppressWarnings("UnusedVariable") // what is assigned is what the method returns
        static void later(@Advice.Return(readOnly = false) Instant now) {
            now = now.plusSeconds(600);
        }
    }

    /** The clock of Kafka's clients. */
    public static final class OfKafka {
        private OfKafka() {}

        /** Ten minutes later. */
        @Advice.OnMethodExit
        @SuppressWarnings("UnusedVariable") // what is assigned is what the method returns
        static void later(@Advice.Return(readOnly = false) long now) {
            now += 600_000;
        }
    }

    /** Sets the clock of a process wrong; it is right again once the process is started anew. */
    static void of(long process, Path folder) {
        try {
            Files.createDirectories(folder);
            var machine = VirtualMachine.attach(Long.toString(process));
            try {
                machine.loadAgent(agent(folder).toString());
            } finally {
                machine.detach();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (AttachNotSupportedException | AgentLoadException | AgentInitializationException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** What runs in the other process. */
    public static void agentmain(String arguments, Instrumentation instrumentation) {
        new AgentBuilder.Default(new ByteBuddy().with(TypeValidation.DISABLED))
                .disableClassFormatChanges()
                .with(RedefinitionStrategy.RETRANSFORMATION)
                .with(RedefinitionStrategy.Listener.ErrorEscalating.FAIL_FAST)
                .ignore(type -> false)
                .type(named(Clock.class.getName()))
                .transform((builder, type, loader, module, domain) ->
                        builder.visit(Advice.to(OfJava.class).on(named("currentInstant"))))
                .type(named(OF_KAFKA))
                .transform((builder, type, loader, module, domain) ->
                        builder.visit(Advice.to(OfKafka.class).on(named("milliseconds"))))
                .installOn(instrumentation);
    }

    private static Path agent(Path folder) throws IOException {
        var jar = folder.resolve("clock-skew.jar");
        var manifest = new Manifest();
        var main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.put(new Attributes.Name("Agent-Class"), ClockSkew.class.getName());
        main.put(new Attributes.Name("Can-Retransform-Classes"), "true");
        main.put(
                Attributes.Name.CLASS_PATH,
                ByteBuddy.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toString());
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (Class<?> type : new Class<?>[] {ClockSkew.class, OfJava.class, OfKafka.class}) {
                var name = type.getName().replace('.', '/') + ".class";
                out.putNextEntry(new JarEntry(name));
                try (var bytes = ClockSkew.class.getResourceAsStream("/" + name)) {
                    Objects.requireNonNull(bytes).transferTo(out);
                }
                out.closeEntry();
            }
        }
        return jar;
    }
}
