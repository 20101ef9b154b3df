package io.tidewatch.training;

import java.util.Map;
import java.util.TreeMap;

/** The loss on validation cases, summed by customer. */
final class ValidationLoss {
  private static final double SURE = 2;

  private final Map<String, Double> byCustomer = new TreeMap<>();
  private int cases;

  void add(String customerId, double loss) {
    byCustomer.merge(customerId, loss, Double::sum);
    cases++;
  }

  /** Returns the mean over cases. */
  double mean() {
    return byCustomer.values().stream().mapToDouble(Double::doubleValue).sum() / cases;
  }

  /**
   * Returns whether this loss is above another one on the same cases by more than two standard
   * errors of the difference, customers being independent but not the cases of one customer.
   */
  boolean surelyWorseThan(ValidationLoss other) {
    double sum = 0;
    double squares = 0;
    for (Map.Entry<String, Double> entry : byCustomer.entrySet()) {
      double difference = entry.getValue() - other.byCustomer.get(entry.getKey());
      sum += difference;
      squares += difference * difference;
    }
    double customers = byCustomer.size();
    double variance = Math.max(0, squares - sum * sum / customers);
    return sum > SURE * Math.sqrt(variance * customers / Math.max(1, customers - 1));
  }
}
