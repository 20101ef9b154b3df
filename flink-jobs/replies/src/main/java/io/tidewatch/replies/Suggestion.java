package io.tidewatch.replies;

import java.util.Set;

/**
 * A reply that an agent may send.
 *
 * @param article the approved article it comes from
 * @param text the reply; fields without a value still stand in it, in braces
 * @param missing those fields
 * @param confidence how probable it is that the article answers the question, 0 to 1
 * @param automatic whether the policy allows to send it without an agent
 */
public record Suggestion(
    Article article, String text, Set<String> missing, double confidence, boolean automatic) {
  /** Copies the set. */
  public Suggestion {
    missing = Set.copyOf(missing);
  }
}
