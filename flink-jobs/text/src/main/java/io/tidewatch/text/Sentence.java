package io.tidewatch.text;

import java.util.List;

/**
 * One sentence with its words, in order; punctuation marks are words.
 *
 * @param text the sentence as it stands in the normalised text, without outer spaces
 * @param words never empty
 */
public record Sentence(String text, List<Word> words) {}
