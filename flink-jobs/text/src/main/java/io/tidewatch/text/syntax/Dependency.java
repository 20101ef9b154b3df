package io.tidewatch.text.syntax;

/**
 * What a word depends on.
 *
 * @param head number of the other word in its sentence, counted from 1; 0 if it depends on none
 * @param relation what it is to the other one, in the words of Universal Dependencies 2 such as
 *     {@code nsubj}; {@code root} if it depends on none
 */
public record Dependency(int head, String relation) {
  /** Relation of the word that depends on no other one. */
  public static final String ROOT = "root";
}
