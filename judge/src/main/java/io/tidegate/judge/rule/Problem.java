package io.tidegate.judge.rule;

/**
 * What is wrong with a rule's text, and how to mend it.
 *
 * @param character where, counted from 1
 * @param unknown the name that is not known, where that is what is wrong; empty otherwise
 */
public record Problem(int character, String unknown, String message) {}
