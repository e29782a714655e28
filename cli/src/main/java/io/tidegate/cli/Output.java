package io.tidegate.cli;

/** How results are printed. */
enum Output {
    TABLE,
    JSON
}
