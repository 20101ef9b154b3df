package io.tidewatch.connectors.history;

import io.tidewatch.connectors.history.CompleteJourneyTables.Basket;
import io.tidewatch.connectors.history.CompleteJourneyTables.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What the shop sells, drawn as often as it is bought by all households together. */
final class Shelf {
  /** An item with its category. */
  record Item(String itemId, String category) {}

  private final List<Item> sold = new ArrayList<>();

  Shelf(CompleteJourneyTables tables) {
    for (Basket basket : tables.baskets()) {
      for (Line line : basket.lines()) {
        if (!line.category().isEmpty()) {
          sold.add(new Item(line.productId(), line.category()));
        }
      }
    }
  }

  /** Draws an item by popularity. */
  Item any(SplittableRandom random) {
    return sold.get(random.nextInt(sold.size()));
  }
}
