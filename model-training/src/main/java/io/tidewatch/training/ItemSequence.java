package io.tidewatch.training;

import java.util.List;

/**
 * The categories that one customer bought, in the order in which the fold appends them. Lines
 * without a category are not among them, as in the live state.
 *
 * @param customerId the customer
 * @param baskets the purchases that have at least one category, oldest first
 */
public record ItemSequence(String customerId, List<Basket> baskets) {

  /**
   * One purchase.
   *
   * @param atMicros when the business knew of it
   * @param categories categories of its lines, in order, at least one
   */
  public record Basket(long atMicros, List<String> categories) {
    public Basket {
      categories = List.copyOf(categories);
    }
  }

  public ItemSequence {
    baskets = List.copyOf(baskets);
  }
}
