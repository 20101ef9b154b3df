package io.tidewatch.models;

import io.tidewatch.customer.FeatureCatalogue;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Gate {@link Gate#SHAPES}: the layers form the network that the task needs, and the tensors are
 * exactly the weights of these layers and what explanations need.
 *
 * <p>Layers that read the step source come before the LSTM, all others behind it; one LSTM, or none
 * if the task is churn; outputs as {@link Ports} says.
 */
final class ShapesGate {
  /** h and c of one model take at most 1,024 floats of a customer's state. */
  private static final int MAX_UNITS = 512;

  private final Manifest manifest;
  private final Ports ports;
  private final Map<String, Integer> widths;
  private final Set<String> stepwise = new HashSet<>();
  private LayerSpec.Lstm lstm;
  private long values;

  private ShapesGate(Manifest manifest) {
    this.manifest = manifest;
    ports = Ports.of(manifest.task());
    widths = new HashMap<>(ports.sources());
    stepwise.add(ports.stepSource());
  }

  static void check(ManifestJson.Document document) throws RefusedReleaseException {
    var gate = new ShapesGate(document.manifest());
    for (LayerSpec layer : document.manifest().layers()) {
      gate.checkInput(layer);
      SequenceShapes.check(layer, document.manifest().task(), gate.ports);
      gate.checkPlace(layer);
    }
    gate.checkOutputs();
    gate.checkTensors(document.tensors());
  }

  /** Returns the shape of every tensor of a network by name. */
  static SortedMap<String, List<Integer>> tensorsOf(Manifest manifest) {
    var shapes = new TreeMap<String, List<Integer>>();
    for (LayerSpec layer : manifest.layers()) {
      shapes.putAll(layer.tensors());
      if (layer instanceof LayerSpec.Lstm lstm && manifest.task() instanceof Task.Churn) {
        shapes.put(Task.Churn.REFERENCE, List.of(lstm.units()));
      }
    }
    if (manifest.task() instanceof Task.Churn && !ChurnHead.isDense(manifest.layers())) {
      shapes.put(Task.Churn.REFERENCE_FEATURES, List.of(FeatureCatalogue.size()));
    }
    return shapes;
  }

  private void checkInput(LayerSpec layer) throws RefusedReleaseException {
    boolean elementWise = layer instanceof LayerSpec.Sum || layer instanceof LayerSpec.ElementWise;
    int width = 0;
    for (String from : layer.from()) {
      Integer fromWidth = widths.get(from);
      if (fromWidth == null) {
        throw refused(
            layer, "reads '%s', which is neither a source nor an earlier layer".formatted(from));
      }
      if (elementWise && fromWidth != layer.inputs()) {
        throw refused(
            layer,
            "joins '%s' of width %d with width %d".formatted(from, fromWidth, layer.inputs()));
      }
      width = elementWise ? fromWidth : width + fromWidth;
    }
    if (width != layer.inputs()) {
      throw refused(
          layer, "takes %d inputs, but %s give %d".formatted(layer.inputs(), layer.from(), width));
    }
    if (widths.putIfAbsent(layer.name(), layer.outputs()) != null) {
      throw refused(layer, "has the name of a source or of an earlier layer");
    }
    values += layer.outputs();
    if (values > Limits.VALUES) {
      throw new RefusedReleaseException(
          Gate.SIZE,
          "layers up to '%s' have %d outputs, limit %d; make the network smaller"
              .formatted(layer.name(), values, Limits.VALUES));
    }
    checkKind(layer);
  }

  private static void checkKind(LayerSpec layer) throws RefusedReleaseException {
    if (layer instanceof LayerSpec.ElementWise spec
        && spec.operation() == LayerSpec.Operation.SUBTRACT
        && spec.from().size() != 2) {
      throw refused(layer, "subtracts one of two inputs, but has " + spec.from());
    }
    if (layer instanceof LayerSpec.Subset spec
        && (long) spec.first() + spec.outputs() > spec.inputs()) {
      throw refused(
          layer,
          "takes %d values from %d on, but has %d"
              .formatted(spec.outputs(), spec.first(), spec.inputs()));
    }
    if (layer instanceof LayerSpec.EngineDense spec && LayerEngines.serving(spec).isEmpty()) {
      throw refused(layer, LayerEngines.lacking(spec));
    }
    if (layer instanceof LayerSpec.EngineGraph spec
        && GraphEngines.named(spec.engine()).isEmpty()) {
      throw refused(layer, GraphEngines.lacking(spec));
    }
  }

  private void checkPlace(LayerSpec layer) throws RefusedReleaseException {
    boolean ofStep = stepwise.containsAll(layer.from());
    if (!ofStep && layer.from().stream().anyMatch(stepwise::contains)) {
      throw refused(layer, "mixes inputs of a step and of a score; only the LSTM may join them");
    }
    boolean readsItems = layer.from().contains(LayerSpec.ITEMS);
    if (readsItems != layer instanceof LayerSpec.Embedding) {
      throw refused(layer, "an embedding, and nothing else, must read " + LayerSpec.ITEMS);
    }
    if (layer instanceof LayerSpec.Embedding embedding && embedding.rows() != ports.outputWidth()) {
      throw refused(
          layer,
          "has %d rows for a vocabulary of %d".formatted(embedding.rows(), ports.outputWidth()));
    }
    if (layer instanceof LayerSpec.Lstm found) {
      if (!ofStep || lstm != null) {
        throw refused(layer, "must be the only LSTM and read what changes per step");
      }
      if (found.units() > MAX_UNITS) {
        throw refused(
            layer,
            "has %d units; a customer's state holds at most %d"
                .formatted(found.units(), MAX_UNITS));
      }
      lstm = found;
    } else if (ofStep) {
      stepwise.add(layer.name());
    }
  }

  private void checkOutputs() throws RefusedReleaseException {
    boolean readsSteps = stepwise.size() > 1;
    if (lstm == null && (readsSteps || manifest.task() instanceof Task.Recommend)) {
      throw new RefusedReleaseException(
          Gate.SHAPES, "manifest.json.layers: no LSTM over " + ports.stepSource());
    }
    for (String output : ports.outputs()) {
      LayerSpec layer =
          manifest.layers().stream()
              .filter(candidate -> candidate.name().equals(output))
              .findFirst()
              .orElseThrow(
                  () ->
                      new RefusedReleaseException(
                          Gate.SHAPES, "manifest.json.layers: no output layer '" + output + "'"));
      if (layer.outputs() != ports.outputWidth() || stepwise.contains(output)) {
        throw refused(
            layer,
            "must come after the LSTM and have %d outputs, not %d"
                .formatted(ports.outputWidth(), layer.outputs()));
      }
      Activation activation = activationOf(layer);
      if (!allowed(output).contains(activation) && !isOfGraph(layer)) {
        throw refused(
            layer, "must end with one of %s, not %s".formatted(allowed(output), activation));
      }
    }
    LayerSpec last = manifest.layers().get(manifest.layers().size() - 1);
    if (!ports.outputs().contains(last.name())) {
      throw refused(last, "nothing reads it; an output must be the last layer");
    }
  }

  /** What a graph ends with, nobody sees; gate PROBES looks at the values instead. */
  private boolean isOfGraph(LayerSpec layer) {
    return last(layer) instanceof LayerSpec.EngineGraph;
  }

  /** Returns the function that the values last went through; a subset only picks some of them. */
  private Activation activationOf(LayerSpec layer) {
    LayerSpec last = last(layer);
    return last == null ? Activation.IDENTITY : last.activation();
  }

  /** Returns the layer that computes what subsets pick; null if that is a source. */
  private LayerSpec last(LayerSpec layer) {
    LayerSpec last = layer;
    while (last instanceof LayerSpec.Subset subset && subset.from().size() == 1) {
      String from = subset.from().get(0);
      LayerSpec before =
          manifest.layers().stream()
              .filter(candidate -> candidate.name().equals(from))
              .findFirst()
              .orElse(null);
      last = before;
    }
    return last;
  }

  private static Set<Activation> allowed(String output) {
    return switch (output) {
      case Task.Churn.CHURN, Task.Churn.PURCHASE7 ->
          new TreeSet<>(Set.of(Activation.SIGMOID, Activation.HARDSIGMOID, Activation.SOFTMAX));
      case Task.Churn.SPEND -> Set.of(Activation.IDENTITY, Activation.RELU, Activation.SOFTPLUS);
      default -> Set.of(Activation.SOFTMAX);
    };
  }

  private void checkTensors(SortedMap<String, List<Integer>> tensors)
      throws RefusedReleaseException {
    SortedMap<String, List<Integer>> expected = tensorsOf(manifest);
    for (var entry : expected.entrySet()) {
      List<Integer> shape = tensors.get(entry.getKey());
      if (!entry.getValue().equals(shape)) {
        throw new RefusedReleaseException(
            Gate.SHAPES,
            "tensor '%s' must have shape %s, not %s; export the network that the layers describe"
                .formatted(entry.getKey(), entry.getValue(), shape == null ? "none" : shape));
      }
    }
    for (String name : tensors.keySet()) {
      if (!expected.containsKey(name)) {
        throw new RefusedReleaseException(
            Gate.SHAPES, "tensor '" + name + "' belongs to no layer; leave it out");
      }
    }
  }

  static RefusedReleaseException refused(LayerSpec layer, String what) {
    return new RefusedReleaseException(
        Gate.SHAPES,
        "layer '" + layer.name() + "' (" + layer.getClass().getSimpleName() + "): " + what);
  }
}
