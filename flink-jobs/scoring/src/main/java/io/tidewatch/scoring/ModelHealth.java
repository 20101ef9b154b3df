package io.tidewatch.scoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One number that says how a model does: what the guards and the drift metrics see.
 *
 * @param slot key of the slot on topic models, such as {@code churn} or {@code churn/challenger}
 * @param feature name of the feature; empty if it is about scores
 * @param metric such as {@code psiRegular}, {@code missingEvent} or {@code auc}
 * @param value NaN while too little is known
 */
public record ModelHealth(String slot, String feature, String metric, double value) {
  private static final String PREFIX = "tidewatch.health";
  private static final String SEPARATOR = "|"; // stands in no name

  static String accumulator(String slot, String feature, String metric) {
    return String.join(SEPARATOR, PREFIX, slot, feature, metric);
  }

  /**
   * Takes the numbers out of the accumulators of a running or finished job, as fresh as {@link
   * EventCounts#of}.
   */
  public static List<ModelHealth> of(Map<String, Object> accumulators) {
    List<ModelHealth> health = new ArrayList<>();
    accumulators.forEach(
        (name, value) -> {
          String[] parts = name.split("\\|", -1);
          if (parts.length == 4 && parts[0].equals(PREFIX) && value instanceof Double number) {
            health.add(new ModelHealth(parts[1], parts[2], parts[3], number));
          }
        });
    return health;
  }
}
