package io.tidegate.cli;

/** What a command's exit code says. Scripts build on these numbers. */
enum ExitCode {
    DONE(0),
    ERROR(1),
    USAGE(2),
    NOT_FOUND(3),
    DENIED(4),
    CONFLICT(5),
    TIMEOUT(6),
    INVALID_INPUT(7),
    ROLLED_BACK(10),
    HELD(11),
    VALIDATION_FAILED(12);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
