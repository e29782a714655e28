package io.tidegate.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.regex.Pattern;

/** Whether a class lives in a package of this shape. */
final class IsIn extends ArchCondition<JavaClass> {
    private final Pattern packages;

    IsIn(Pattern packages) {
        super("be in a package like " + packages);
        this.packages = packages;
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        if (!packages.matcher(type.getPackageName()).matches()) {
            events.add(SimpleConditionEvent.violated(
                    type,
                    type.getName()
                            + " is neither in a package of the domain nor in one named for a technology; give it "
                            + "a room that other services have, or add the new room here"));
        }
    }
}
