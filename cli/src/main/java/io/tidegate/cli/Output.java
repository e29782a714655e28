package io.tidegate.cli;

/** How results are printed. */
enum Output {
    /** For people. */
    TABLE,
    JSON,
    YAML,
    /** One name a line, for other commands. */
    NAME
}
