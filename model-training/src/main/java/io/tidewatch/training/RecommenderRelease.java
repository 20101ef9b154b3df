package io.tidewatch.training;

import io.tidewatch.models.LayerSpec;
import io.tidewatch.models.Manifest;
import io.tidewatch.models.Probe;
import io.tidewatch.models.Provenance;
import io.tidewatch.models.RefusedReleaseException;
import io.tidewatch.models.ReleaseWriter;
import io.tidewatch.models.Source;
import io.tidewatch.models.Task;
import io.tidewatch.models.Vocabulary;
import io.tidewatch.training.export.Dl4jExport;
import io.tidewatch.training.export.Dl4jExporter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Puts a fitted recommender into a release: layers, weights, and probes computed by DL4J. */
final class RecommenderRelease {
  private static final int SHORT_PROBES = 16;
  private static final int SHORT_STEPS = 24;

  private RecommenderRelease() {}

  static byte[] write(
      ComputationGraph network,
      Vocabulary vocabulary,
      List<CategoryIndex> customers,
      String digest,
      String evaluationDigest,
      long seed,
      SortedMap<String, Double> metrics,
      String card) {
    Dl4jExport export = export(network, vocabulary);
    Manifest manifest =
        new Manifest(
            "recommender",
            "1-" + digest.substring(0, 12) + "-" + seed,
            new Task.Recommend(vocabulary.categories(), RecommenderNetwork.RECENT_DECAY),
            export.layers(),
            new Provenance(digest, Dl4j.TRAINER, seed, Source.DL4J, evaluationDigest),
            metrics);
    ReleaseWriter writer = new ReleaseWriter(manifest);
    export.tensors().forEach(writer::tensor);
    probes(network, vocabulary, customers).forEach(writer::probe);
    try {
      return writer.source(Dl4j.zip(network)).card(card).write();
    } catch (RefusedReleaseException e) {
      throw new IllegalStateException("the trained recommender is no valid release: " + e, e);
    }
  }

  private static Dl4jExport export(ComputationGraph network, Vocabulary vocabulary) {
    return Dl4jExporter.of(network)
        .input("item", LayerSpec.ITEMS, 1)
        .input("recent", LayerSpec.RECENT, vocabulary.size())
        .export();
  }

  /** Returns the layers that a release of the network has. */
  static List<LayerSpec> layers(ComputationGraph network, Vocabulary vocabulary) {
    return export(network, vocabulary).layers();
  }

  /** Sequences of customers spread over the training part, and one of 1,000 items. */
  private static List<Probe> probes(
      ComputationGraph network, Vocabulary vocabulary, List<CategoryIndex> customers) {
    List<CategoryIndex> buyers =
        customers.stream().filter(customer -> customer.items().length > 0).toList();
    List<Probe> probes = new ArrayList<>();
    int count = Math.min(SHORT_PROBES, buyers.size());
    for (int i = 0; i < count; i++) {
      int[] items = buyers.get((int) ((long) i * buyers.size() / count)).items();
      probes.add(
          probe(network, vocabulary, Arrays.copyOf(items, Math.min(items.length, SHORT_STEPS))));
    }
    int[] many = new int[Probe.MAX_STEPS];
    int filled = 0;
    for (int i = 0; filled < many.length; i = (i + 1) % buyers.size()) {
      int[] items = buyers.get(i).items();
      int take = Math.min(items.length, many.length - filled);
      System.arraycopy(items, 0, many, filled, take);
      filled += take;
    }
    probes.add(probe(network, vocabulary, many));
    return probes;
  }

  private static Probe probe(ComputationGraph network, Vocabulary vocabulary, int[] items) {
    int size = vocabulary.size();
    int time = items.length;
    float[] steps = new float[time];
    for (int t = 0; t < time; t++) {
      steps[t] = items[t];
    }
    float[] recent = new float[size];
    Vocabulary.recent(items, time, RecommenderNetwork.RECENT_DECAY, recent);
    INDArray all = Nd4j.zeros(1, size, time);
    for (int v = 0; v < size; v++) {
      all.putScalar(new int[] {0, v, time - 1}, recent[v]);
    }
    network.rnnClearPreviousState();
    INDArray out = network.rnnTimeStep(Nd4j.create(steps, new long[] {1, 1, time}, 'c'), all)[0];
    float[] state = Dl4j.state(network, "lstm");
    network.rnnClearPreviousState();
    float[] outputs = new float[size];
    for (int v = 0; v < size; v++) {
      outputs[v] = out.getFloat(0, v, time - 1);
    }
    return new Probe(steps, recent, state, outputs);
  }
}
