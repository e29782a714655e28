package io.tidegate.estate.importing;

/**
 * A file to import.
 *
 * @param file its path as the user gave it, for messages and for finding the files it names
 * @param text its content
 */
public record Source(String file, String text) {}
