package io.tidewatch.platform.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.platform.terminal.Json;
import java.util.Locale;
import java.util.Optional;

/**
 * What came of a rehearsal. Immutable.
 *
 * @param events events that the running job dealt with meanwhile
 * @param scores the scores of both jobs beside each other
 * @param refused why the other job is not to take the place; empty if it may
 */
record RehearsalReport(long events, ScoreComparison.Result scores, Optional<String> refused) {
  /** Of a hundred customers, or scores, one may be off: arrival order is not the same twice. */
  private static final int ONE_IN = 100;

  private static final ScoreComparison.Result NOTHING =
      new ScoreComparison.Result(0, 0, 0, 0, 0, 0, 0);

  static RehearsalReport failed(String why) {
    return new RehearsalReport(0, NOTHING, Optional.of(why));
  }

  /**
   * Judges.
   *
   * @param failure what made the rehearsed job fail, if anything did
   */
  static RehearsalReport of(long events, ScoreComparison.Result scores, Optional<String> failure) {
    Optional<String> refused = failure.map(why -> "it failed while it ran: " + why);
    if (refused.isEmpty() && scores.missing() > scores.scores() / ONE_IN) {
      refused =
          Optional.of(
              "of %d scores of the running job it has none for %d"
                  .formatted(scores.scores(), scores.missing()));
    }
    if (refused.isEmpty() && scores.moved() > scores.customers() / ONE_IN) {
      refused =
          Optional.of(
              "scores of %d of %d customers moved by more than is allowed, by up to %s"
                  .formatted(scores.moved(), scores.customers(), change(scores.largestChange())));
    }
    return new RehearsalReport(events, scores, refused);
  }

  ObjectNode json() {
    ObjectNode root = Json.object();
    root.put("passed", refused.isEmpty());
    root.put("events", events);
    root.put("scores", scores.scores());
    root.put("missing", scores.missing());
    root.put("equal", scores.equal());
    root.put("customers", scores.customers());
    root.put("moved", scores.moved());
    root.put("meanChange", scores.meanChange());
    root.put("largestChange", scores.largestChange());
    root.put("refused", refused.orElse(null));
    return root;
  }

  String table() {
    StringBuilder text = new StringBuilder();
    line(text, "events", events);
    line(text, "scores of the running job", scores.scores());
    line(text, "  none of the rehearsed one", scores.missing());
    line(text, "  equal to the last bit", scores.equal());
    line(text, "customers", scores.customers());
    line(text, "  moved by more than allowed", scores.moved());
    line(text, "  mean change", change(scores.meanChange()));
    line(text, "  largest change", change(scores.largestChange()));
    if (scores.scores() == 0 && refused.isEmpty()) {
      text.append(
          "nobody was scored meanwhile: it starts from the state, and that is all that is known\n");
    }
    return text.toString().stripTrailing();
  }

  private static String change(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  private static void line(StringBuilder text, String name, Object value) {
    text.append(String.format(Locale.ROOT, "%-30s %10s%n", name, value));
  }
}
