package io.tidewatch.training.sequences;

/** Scores every item as the next one of customers. */
interface ItemScorer {
  /**
   * Returns scores: the higher, the sooner.
   *
   * @param histories items of each customer, oldest first, 1 to the number of items, never empty
   * @return {@code [customers][items + 1]}; place 0 stands for no item
   */
  float[][] score(int[][] histories);
}
