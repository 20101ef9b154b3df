package io.tidewatch.training.imports;

import io.tidewatch.customer.ChurnStep;
import io.tidewatch.customer.FeatureCatalogue;
import io.tidewatch.models.LayerSpec;
import io.tidewatch.models.Probe;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Inputs for probes where the exporting side gave none: features around what the network
 * standardises by, or around 0, and steps as customers could make them.
 */
public final class MadeUpInputs {
  private static final int COUNT = 32;
  private static final int SHORT = 16;

  /** Inputs of a step behind those that say what it was. */
  private static final int OTHER_INPUTS = 5;

  private static final double MAX_LOG_GAP = 8;
  private static final double MAX_LOG_MONEY = 6;

  private MadeUpInputs() {}

  /** Returns inputs without states and outputs; the same for the same network. */
  public static List<ImportedProbe> of(ImportedNetwork network) {
    var random = new Random(1);
    boolean recurrent = network.units() > 0;
    var probes = new ArrayList<ImportedProbe>();
    for (int i = 0; i < COUNT; i++) {
      int steps = !recurrent ? 0 : i == 0 ? Probe.MAX_STEPS : random.nextInt(SHORT) + 1;
      probes.add(
          new ImportedProbe(
              features(network, random),
              steps(random, steps),
              recurrent ? null : new float[0],
              null));
    }
    return probes;
  }

  private static float[] features(ImportedNetwork network, Random random) {
    var features = new float[FeatureCatalogue.size()];
    LayerSpec scaling =
        network.layers().stream()
            .filter(LayerSpec.Standardise.class::isInstance)
            .filter(layer -> layer.from().contains(LayerSpec.FEATURES))
            .findFirst()
            .orElse(null);
    for (int j = 0; j < features.length; j++) {
      double z = random.nextGaussian();
      if (scaling == null) {
        features[j] = (float) (2 * z);
      } else {
        float mean = network.tensors().get(scaling.name() + "/mean")[j];
        float scale = network.tensors().get(scaling.name() + "/scale")[j];
        features[j] = (float) (mean + z / scale);
      }
    }
    return features;
  }

  private static float[] steps(Random random, int count) {
    var steps = new float[count * ChurnStep.WIDTH];
    int kinds = ChurnStep.WIDTH - OTHER_INPUTS;
    for (int i = 0; i < count; i++) {
      int at = i * ChurnStep.WIDTH;
      double angle = 2 * Math.PI * random.nextInt(24) / 24;
      steps[at + random.nextInt(kinds)] = 1;
      steps[at + kinds] = (float) (MAX_LOG_GAP * random.nextDouble());
      steps[at + kinds + 1] = random.nextInt(2);
      steps[at + kinds + 2] = (float) (MAX_LOG_MONEY * random.nextDouble());
      steps[at + kinds + 3] = (float) Math.sin(angle);
      steps[at + kinds + 4] = (float) Math.cos(angle);
    }
    return steps;
  }
}
