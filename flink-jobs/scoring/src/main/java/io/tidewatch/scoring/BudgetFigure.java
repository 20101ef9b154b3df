package io.tidewatch.scoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One number that says how a budget stands: of a limited offer in pieces, of a desk's retention
 * actions of its present day in minor units.
 *
 * @param kind {@link #OFFER} or {@link #DESK}
 * @param id offer id or name of the desk
 * @param metric leased (and not spent; of offers alone), spent (or given up at a restart), left, or
 *     savedMargin (expected of the day's actions; of desks alone)
 */
public record BudgetFigure(String kind, String id, String metric, long value) {
  /** Kind of a figure about a limited offer. */
  public static final String OFFER = "offer";

  /** Kind of a figure about a desk. */
  public static final String DESK = "desk";

  private static final String PREFIX = "tidewatch.budget";
  private static final String SEPARATOR = "|";

  static String accumulator(String kind, String id, String metric) {
    return String.join(SEPARATOR, PREFIX, kind, metric, id); // the id last: it may hold anything
  }

  /**
   * Takes the figures out of the accumulators of a running or finished job, summed over subtasks,
   * as fresh as {@link EventCounts#of}.
   */
  public static List<BudgetFigure> of(Map<String, Object> accumulators) {
    List<BudgetFigure> figures = new ArrayList<>();
    accumulators.forEach(
        (name, value) -> {
          String[] parts = name.split("\\|", 4);
          if (parts.length == 4 && parts[0].equals(PREFIX) && value instanceof Long number) {
            figures.add(new BudgetFigure(parts[1], parts[3], parts[2], number));
          }
        });
    return figures;
  }
}
