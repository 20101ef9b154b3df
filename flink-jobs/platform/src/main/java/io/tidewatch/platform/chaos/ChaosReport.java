package io.tidewatch.platform.chaos;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.platform.outcome.Difference;
import io.tidewatch.platform.outcome.Outcome;
import io.tidewatch.platform.terminal.Json;
import io.tidewatch.schemas.Micros;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What came of a run. Immutable.
 *
 * @param faults what was done, in its order
 * @param planned how many faults were to be done
 * @param input what was sent, and what the job counted
 * @param outcome the decisions beside those of an undisturbed run
 * @param differences the first of those that are not as they should be
 * @param seconds how long all of it took
 */
record ChaosReport(
    List<Done> faults,
    int planned,
    Input input,
    Outcome.Comparison outcome,
    List<Difference> differences,
    double seconds) {
  /**
   * One fault.
   *
   * @param kind its kind
   * @param seconds from its beginning until every process was up and decisions about events that
   *     came after it were committed
   */
  record Done(FaultKind kind, double seconds) {}

  /**
   * What was sent, and what the job counted of it.
   *
   * @param events different events
   * @param folded of them folded into states
   * @param duplicates events that were sent a second time
   * @param dropped events that were dropped because they had come before
   * @param poison records that nobody can read
   * @param deadLetters different records on the topic of dead letters
   * @param doubleDeadLetters records on it that stand there again
   */
  record Input(
      long events,
      long folded,
      long duplicates,
      long dropped,
      long poison,
      long deadLetters,
      long doubleDeadLetters) {
    private long lost() {
      return Math.max(0, events - folded) + Math.max(0, poison - deadLetters);
    }

    private long doubled() {
      return Math.max(0, folded - events) + doubleDeadLetters;
    }
  }

  ChaosReport {
    faults = List.copyOf(faults);
    differences = List.copyOf(differences);
  }

  /** Returns how many events, dead letters and decisions are missing. */
  long lost() {
    return outcome.lost() + input.lost();
  }

  /** Returns how many events, dead letters and decisions are there more than once. */
  long duplicated() {
    return outcome.duplicates() + outcome.unexpected() + input.doubled();
  }

  /** Returns whether the cluster did all that it should have, and nothing else. */
  boolean passed() {
    return lost() == 0 && duplicated() == 0 && outcome.same();
  }

  ObjectNode json() {
    ObjectNode root = Json.object();
    root.put("passed", passed());
    root.put("faults", faults.size());
    root.put("planned", planned);
    ObjectNode kinds = root.putObject("kinds");
    byKind().forEach((kind, times) -> kinds.put(kind, times.size()));
    root.put("lost", lost());
    root.put("duplicated", duplicated());
    root.put("differing", outcome.differing());
    ObjectNode recovery = root.putObject("recoverySeconds");
    byKind().forEach((kind, times) -> recovery.put(kind, worst(times)));
    ObjectNode sent = root.putObject("input");
    sent.put("events", input.events());
    sent.put("folded", input.folded());
    sent.put("duplicates", input.duplicates());
    sent.put("dropped", input.dropped());
    sent.put("poison", input.poison());
    sent.put("deadLetters", input.deadLetters());
    root.put("equalDecisions", outcome.equal());
    ArrayNode wrong = root.putArray("differences");
    differences.forEach(difference -> write(difference, wrong.addObject()));
    ArrayNode all = root.putArray("log");
    for (Done fault : faults) {
      all.addObject().put("kind", fault.kind().key()).put("seconds", rounded(fault.seconds()));
    }
    root.put("seconds", rounded(seconds));
    return root;
  }

  private static void write(Difference difference, ObjectNode node) {
    node.put("topic", difference.topic().topicName());
    node.put("id", difference.id());
    node.put("at", Micros.toInstant(difference.atMicros()).toString());
    node.put("kind", difference.kind().name());
    ArrayNode fields = node.putArray("fields");
    difference.fields().forEach(field -> fields.add(field.toString()));
  }

  String table() {
    StringBuilder text = new StringBuilder();
    line(text, "%-24s %6s %20s", "fault", "times", "worst recovery s");
    byKind()
        .forEach((kind, times) -> line(text, "%-24s %6d %20.1f", kind, times.size(), worst(times)));
    line(
        text,
        "%n%d faults; of %d events, %d unreadable records and their decisions %d lost, %d doubled;"
            + " %d decisions equal to those of an undisturbed run, %d differ; %.0f s",
        faults.size(),
        input.events(),
        input.poison(),
        lost(),
        duplicated(),
        outcome.equal(),
        outcome.differing(),
        seconds);
    differences.forEach(difference -> line(text, "%s", difference));
    return text.toString().stripTrailing();
  }

  private Map<String, List<Done>> byKind() {
    Map<String, List<Done>> kinds = new TreeMap<>();
    for (Done fault : faults) {
      kinds.merge(
          fault.kind().key(),
          List.of(fault),
          (a, b) -> Stream.concat(a.stream(), b.stream()).toList());
    }
    return kinds;
  }

  private static double worst(List<Done> times) {
    return rounded(times.stream().mapToDouble(Done::seconds).max().orElse(0));
  }

  private static double rounded(double seconds) {
    return Math.round(seconds * 10) / 10.0;
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
