package io.tidewatch.text;

/**
 * One word of a sentence as it is written in the normalised text.
 *
 * @param text at least one character
 * @param wordClass its part of speech
 */
public record Word(String text, WordClass wordClass) {}
