package io.tidegate.executor.validation;

import io.tidegate.executor.step.ServiceId;

/** Where services of the estate are reached, here and in other regions: behind their routes, as users reach them. */
public interface Addresses {
    /** Such as {@code http://127.0.0.1:4711}, without a path. */
    String of(String region, ServiceId service) throws NoAddress;

    /** A service's address is not known; the message says why, and what would mend it. */
    final class NoAddress extends Exception {
        private static final long serialVersionUID = 1;

        public NoAddress(String message) {
            super(message);
        }
    }
}
