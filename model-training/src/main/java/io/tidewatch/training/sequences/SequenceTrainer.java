package io.tidewatch.training.sequences;

import io.tidewatch.training.Progress;
import java.util.List;
import java.util.Locale;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Trains a network until its validation items no longer rank higher. */
final class SequenceTrainer {
  /** So many tell well enough when to stop. */
  private static final int VALIDATED = 4_000;

  private SequenceTrainer() {}

  /** Returns the network of the pass with the highest NDCG@10 of the validation items. */
  static SequenceNetwork train(
      SequenceData data, Encoder encoder, SequenceOptions options, long seed, Progress progress) {
    SequenceNetwork network = new SequenceNetwork(encoder, options, data.items(), seed);
    SequenceBatches batches = new SequenceBatches(data, options, seed);
    RankingQuality best = new RankingQuality(0, -1);
    List<INDArray> kept = network.copy();
    int worse = 0;
    for (int epoch = 1; epoch <= options.epochs() && worse < options.patience(); epoch++) {
      double loss = 0;
      int targets = 0;
      for (SequenceBatch batch : batches.pass()) {
        loss += network.learn(batch) * batch.targets();
        targets += batch.targets();
      }
      RankingQuality now = LeaveOneOut.validate(data, network, VALIDATED);
      progress.at(
          epoch / (double) options.epochs(),
          String.format(
              Locale.ROOT,
              "epoch %d, loss %.3f, validation HR@10 %.4f NDCG@10 %.4f",
              epoch,
              loss / targets,
              now.hr10(),
              now.ndcg10()));
      worse++;
      if (now.ndcg10() > best.ndcg10()) {
        best = now;
        kept = network.copy();
        worse = 0;
      }
    }
    network.restore(kept);
    return network;
  }
}
