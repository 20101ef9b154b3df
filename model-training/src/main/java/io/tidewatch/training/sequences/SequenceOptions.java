package io.tidewatch.training.sequences;

/**
 * How a network is built and learns. Immutable. The defaults were chosen by validation items, see
 * docs/quality.md.
 *
 * @param width of embeddings and states
 * @param longest items of a customer that are looked at, the latest
 * @param sampled items drawn for each batch
 * @param rows items of a batch, about
 * @param learningRate of Adam
 * @param itemDropout share of the embeddings' values that is dropped in training
 * @param stateDropout share of the states' values that is dropped in training
 * @param epochs passes over the data, at most
 * @param patience checks by validation items without a better one before the training ends
 */
record SequenceOptions(
    int width,
    int longest,
    int sampled,
    int rows,
    double learningRate,
    double itemDropout,
    double stateDropout,
    int epochs,
    int patience) {

  static SequenceOptions defaults() {
    return new SequenceOptions(64, 50, 1_000, 1_800, 0.002, 0.5, 0.2, SequenceSuite.EPOCHS, 5);
  }

  SequenceOptions withEpochs(int most) {
    return new SequenceOptions(
        width, longest, sampled, rows, learningRate, itemDropout, stateDropout, most, patience);
  }
}
