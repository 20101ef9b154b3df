package io.tidewatch.text.rules;

import io.tidewatch.text.Intent;
import io.tidewatch.text.Resources;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Intent by phrases: each found one counts for its intent, longer ones more. The confidence is the
 * best one's share of all, drawn towards zero where little was found: one word alone, against
 * nothing else, gives 0.5, and two different intents for the same text never more.
 *
 * <p>Stateless.
 */
final class Intents {
  private record Kind(String name, String queue) {}

  private static final double WEIGHT_OF_NOTHING = 1;
  private static final double LONGER = 0.5;
  private static final List<Kind> KINDS = new ArrayList<>();
  private static final Map<Kind, Phrases<Kind>> PHRASES = read();

  private Intents() {}

  /** Returns the intent that most speaks for, with its queue; the weakest has confidence 0. */
  static Intent of(List<String> tokens) {
    Map<Kind, Double> weights = new HashMap<>();
    double all = WEIGHT_OF_NOTHING;
    for (Kind kind : KINDS) {
      double weight = 0;
      for (Phrases.Match<Kind> match : PHRASES.get(kind).in(tokens)) {
        weight += 1 + LONGER * (match.end() - match.start() - 1);
      }
      weights.put(kind, weight);
      all += weight;
    }
    Kind best = KINDS.get(0);
    for (Kind kind : KINDS) {
      best = weights.get(kind) > weights.get(best) ? kind : best;
    }
    return new Intent(best.name(), (float) (weights.get(best) / all), best.queue());
  }

  private static Map<Kind, Phrases<Kind>> read() {
    Map<Kind, Phrases<Kind>> all = new HashMap<>();
    for (String line : Resources.lines(Intents.class, "intents.txt")) {
      int colon = line.indexOf(':');
      String[] head = line.substring(0, colon).split(" ");
      Kind kind = new Kind(head[0], head[1]);
      Phrases<Kind> phrases = new Phrases<>();
      phrases.addAll(line.substring(colon + 1), kind);
      KINDS.add(kind);
      all.put(kind, phrases);
    }
    return all;
  }
}
