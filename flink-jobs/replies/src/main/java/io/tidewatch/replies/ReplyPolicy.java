package io.tidewatch.replies;

import io.tidewatch.schemas.ReplyRules;
import java.util.Map;
import java.util.Set;

/**
 * What may be suggested, and what may be sent without an agent.
 *
 * @param suggestAbove least confidence of a suggestion, 0 to 1
 * @param automatic whether any reply may be sent without an agent
 * @param automaticAbove least confidence of such a reply, 0 to 1
 * @param automaticIntents intents of articles that may be sent so
 * @param fields values of fields that are the same for all customers, such as the shop's name
 */
public record ReplyPolicy(
    double suggestAbove,
    boolean automatic,
    double automaticAbove,
    Set<String> automaticIntents,
    Map<String, String> fields) {
  /** Suggestions for agents from a confidence of 0.35 on; nothing is sent without one. */
  public static final ReplyPolicy DEFAULT = new ReplyPolicy(0.35, false, 0.95, Set.of(), Map.of());

  /** Returns what the rules of a policy say. */
  public static ReplyPolicy of(ReplyRules rules) {
    return new ReplyPolicy(
        rules.getSuggestAbove(),
        rules.getAutomatic(),
        rules.getAutomaticAbove(),
        Set.copyOf(rules.getAutomaticIntents()),
        rules.getFields());
  }

  /** Copies the collections. */
  public ReplyPolicy {
    automaticIntents = Set.copyOf(automaticIntents);
    fields = Map.copyOf(fields);
  }
}
