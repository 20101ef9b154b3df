package io.tidewatch.training.sequences;

/**
 * What is learned from at once: rows, the steps of a customer one behind another. The arrays are
 * not to be changed.
 *
 * @param steps rows of a customer, filled up behind with 0
 * @param items the item had at each row
 * @param next the item that came behind it
 * @param targets rows that are not filled up
 */
record SequenceBatch(int steps, int[] items, int[] next, int targets) {}
