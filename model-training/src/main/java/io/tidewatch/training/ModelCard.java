package io.tidewatch.training;

import io.tidewatch.schemas.Micros;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Writes model cards (Mitchell et al. 2019): every row that was measured, also those that win. */
final class ModelCard {
  private ModelCard() {}

  /**
   * Writes a card.
   *
   * @param name {@code churn} or {@code recommender}
   * @param purpose what the model is for, and what it is not for
   * @param network its layers, one line
   * @param sizes what was learned from and measured on, one line
   * @param drawing the network as an SVG document
   * @param insight more sections, what the scores depend on; may be empty
   * @param rows metrics by row; the first row is the network
   */
  static String write(
      String name,
      String purpose,
      String network,
      String drawing,
      String insight,
      String sizes,
      TrainingSet set,
      TrainingOptions options,
      Map<String, Map<String, Double>> rows) {
    StringBuilder card = new StringBuilder();
    card.append("# Model card: ").append(name).append("\n\n").append(purpose).append("\n\n");
    card.append("## Data\n\n").append(set.about()).append("\n\n");
    card.append("Events from ")
        .append(Micros.toInstant(set.firstMicros()))
        .append(" to ")
        .append(Micros.toInstant(set.endMicros()))
        .append("; nothing from ")
        .append(Micros.toInstant(set.splitMicros()))
        .append(" on was learned from, all test cases lie behind it. ")
        .append(sizes)
        .append(" SHA-256 of the training set: `")
        .append(set.digest())
        .append("`.\n\n");
    card.append("## Network\n\n").append(network).append("\n\n").append(drawing).append("\n");
    card.append("## Quality on the test part\n\n").append(table(rows)).append("\n");
    card.append(insight);
    card.append("## Reproduce\n\n```\n./tidewatch train ")
        .append(name)
        .append(" --history DIR --split ")
        .append(Micros.toInstant(set.splitMicros()))
        .append(" --horizon ")
        .append(options.horizonDays())
        .append(" --seed ")
        .append(options.seed())
        .append(" --out ")
        .append(name)
        .append(".zip\n```\n\n");
    card.append("Options: `").append(options).append("`, trainer: ").append(Dl4j.TRAINER);
    card.append(". Same data, options and seed give the same file on the same kind of machine.\n");
    return card.toString();
  }

  private static String table(Map<String, Map<String, Double>> rows) {
    Set<String> columns = new LinkedHashSet<>();
    rows.values().stream().map(Map::keySet).forEach(columns::addAll);
    StringBuilder table = new StringBuilder("| model |");
    columns.forEach(column -> table.append(' ').append(column).append(" |"));
    table.append("\n| --- |").append(" ---: |".repeat(columns.size())).append('\n');
    rows.forEach((row, values) -> append(table, row, columns, values));
    return table.toString();
  }

  private static void append(
      StringBuilder table, String row, Collection<String> columns, Map<String, Double> values) {
    table.append("| ").append(row).append(" |");
    for (String column : columns) {
      Double value = values.get(column);
      table
          .append(' ')
          .append(value == null ? "" : String.format(Locale.ROOT, "%.4f", value))
          .append(" |");
    }
    table.append('\n');
  }

  /** Returns the rows as a manifest keeps them: {@code row.metric}. */
  static SortedMap<String, Double> flat(Map<String, Map<String, Double>> rows) {
    SortedMap<String, Double> flat = new TreeMap<>();
    rows.forEach(
        (row, values) -> values.forEach((metric, value) -> flat.put(row + "." + metric, value)));
    return flat;
  }
}
