package io.tidegate.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.nio.file.Files;

/** Whether the package of a class has a {@code package-info.java} with {@code @NullMarked}. */
final class BeNullMarked extends ArchCondition<JavaClass> {
    BeNullMarked() {
        super("be in a package that is @NullMarked");
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        boolean generated = type.getPackageName().startsWith("io.tidegate.schemas.avro");
        if (!generated && !marked(type.getPackageName())) {
            events.add(SimpleConditionEvent.violated(
                    type,
                    type.getPackageName()
                            + " has no package-info.java with @org.jspecify.annotations.NullMarked; add one"));
        }
    }

    private static boolean marked(String name) {
        var file = "src/main/java/" + name.replace('.', '/') + "/package-info.java";
        return Checkout.modules().stream()
                .map(module -> module.resolve(file))
                .anyMatch(found -> Files.exists(found) && Checkout.text(found).contains("NullMarked"));
    }
}
