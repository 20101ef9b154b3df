package io.tidewatch.training.imports.onnx;

import io.tidewatch.customer.ChurnStep;
import io.tidewatch.customer.FeatureCatalogue;
import io.tidewatch.models.LayerSpec;
import io.tidewatch.models.Task;
import io.tidewatch.training.imports.ImportedNetwork;
import io.tidewatch.training.imports.NetworkBuilder;
import io.tidewatch.training.imports.RefusedImportException;
import io.tidewatch.training.imports.Row;
import io.tidewatch.training.imports.Row.Layout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Compiles the graph of a churn model into layers.
 *
 * <pre>
 * inputs    features [N, 42]    the feature vector, in the order of the catalogue
 *           steps [N, T, 13]    optional: step inputs, oldest first, for an LSTM
 * outputs   churn [N, 1]        probability; also [N] or, of two classes, [N, 2]; also under the
 *                               names probabilities and output_probability
 *           purchase7, spend    optional
 * </pre>
 *
 * <p>Only what these outputs need is looked at: a branch that picks labels, say, may have any
 * operators.
 */
final class OnnxCompiler {
  private static final int OLDEST_OPERATORS = 9;
  private static final int NEWEST_OPERATORS = 22;

  /** What exporters of classifiers call the probabilities of the classes. */
  private static final List<String> CHURN_NAMES =
      List.of(Task.Churn.CHURN, "probabilities", "output_probability");

  private final OnnxGraph graph;
  private final NetworkBuilder builder = new NetworkBuilder();
  private final Map<String, OnnxValue> values = new HashMap<>();
  private final Map<String, Integer> readers = new HashMap<>();
  private OnnxNode lstm;

  private OnnxCompiler(OnnxGraph graph) {
    this.graph = graph;
  }

  /**
   * @throws RefusedImportException naming the node that no layer can express, and the remedy
   */
  static OnnxNetwork compile(OnnxGraph graph) {
    return new OnnxCompiler(graph).compile();
  }

  /** Returns for each output that a release can have the name of the graph's output. */
  static Map<String, String> outputs(OnnxGraph graph) {
    return new OnnxCompiler(graph).outputs();
  }

  private OnnxNetwork compile() {
    long version = graph.operatorSet();
    if (version < OLDEST_OPERATORS || version > NEWEST_OPERATORS) {
      throw new RefusedImportException(
          "the model uses operator set %d; known are %d to %d: export it with opset_version=17"
              .formatted(version, OLDEST_OPERATORS, NEWEST_OPERATORS));
    }
    Map<String, String> outputs = outputs();
    List<OnnxNode> needed = needed(outputs.values());
    graph.constants().forEach((name, value) -> values.put(name, new OnnxValue.Constant(value)));
    declareInputs();
    outputs.values().forEach(name -> readers.merge(name, 1, Integer::sum));
    for (OnnxNode node : needed) {
      node.inputs().forEach(name -> readers.merge(name, 1, Integer::sum));
    }
    for (OnnxNode node : needed) {
      compile(node);
    }
    var rows = new LinkedHashMap<String, Row>();
    outputs.forEach((output, name) -> rows.put(output, output(output, name)));
    ImportedNetwork network = builder.finish(rows);
    boolean recurrent = lstm != null && network.units() > 0;
    return new OnnxNetwork(
        network,
        outputs,
        recurrent ? lstm.output(1) : "",
        recurrent ? lstm.output(2) : "",
        graph.outputs().stream().map(OnnxGraph.Port::name).toList());
  }

  private Map<String, String> outputs() {
    List<String> given = graph.outputs().stream().map(OnnxGraph.Port::name).toList();
    String churn =
        CHURN_NAMES.stream()
            .filter(given::contains)
            .findFirst()
            .orElseThrow(
                () ->
                    new RefusedImportException(
                        ("the model has outputs %s, none named 'churn'; name the probability of"
                                + " churn so, as with output_names=['churn']")
                            .formatted(RefusedImportException.printable(given.toString()))));
    var outputs = new LinkedHashMap<String, String>();
    outputs.put(Task.Churn.CHURN, churn);
    for (String other : List.of(Task.Churn.PURCHASE7, Task.Churn.SPEND)) {
      if (given.contains(other)) {
        outputs.put(other, other);
      }
    }
    return outputs;
  }

  /** Returns the nodes that the outputs depend on, in the order of the file. */
  private List<OnnxNode> needed(Iterable<String> outputs) {
    Set<String> wanted = new HashSet<>();
    outputs.forEach(wanted::add);
    var needed = new ArrayList<OnnxNode>();
    for (int i = graph.nodes().size() - 1; i >= 0; i--) {
      OnnxNode node = graph.nodes().get(i);
      if (node.outputs().stream().anyMatch(name -> !name.isEmpty() && wanted.contains(name))) {
        wanted.addAll(node.inputs());
        needed.add(node);
      }
    }
    Collections.reverse(needed);
    return needed;
  }

  private void declareInputs() {
    for (OnnxGraph.Port input : graph.inputs()) {
      switch (input.name()) {
        case LayerSpec.FEATURES -> declare(input, FeatureCatalogue.size(), Layout.ROWS);
        case LayerSpec.STEPS -> declare(input, ChurnStep.WIDTH, Layout.BATCH_TIME);
        default ->
            throw new RefusedImportException(
                ("input '%s' is unknown; a churn model reads 'features' [N, %d] and may read"
                        + " 'steps' [N, T, %d]: name them so, as with input_names=['features']")
                    .formatted(
                        RefusedImportException.printable(input.name()),
                        FeatureCatalogue.size(),
                        ChurnStep.WIDTH));
      }
    }
  }

  private void declare(OnnxGraph.Port input, int width, Layout layout) {
    List<Long> dims = input.dims();
    boolean fits =
        input.elementType() == OnnxGraph.FLOAT
            && dims.size() == layout.rank()
            && dims.get(dims.size() - 1) == width;
    if (!fits) {
      throw new RefusedImportException(
          "input '%s' has element type %d and shape %s; must be float (1) %s of width %d"
              .formatted(input.name(), input.elementType(), dims, layout, width));
    }
    Row source = builder.source(input.name(), width, layout);
    values.put(input.name(), new OnnxValue.Computed(source));
  }

  private void compile(OnnxNode node) {
    var inputs = new ArrayList<OnnxValue>();
    for (String name : node.inputs()) {
      OnnxValue value = values.get(name);
      if (value == null && !name.isEmpty()) {
        throw node.refused(
            "reads '%s', which no input, weight or earlier node gives"
                .formatted(RefusedImportException.printable(name)));
      }
      inputs.add(value);
    }
    var operation = new Operation(node, inputs, graph.operatorSet(), builder);
    if (node.operator().equals("LSTM")) {
      lstm = node;
    }
    Optional<OnnxValue> known = Constants.known(operation);
    if (known.isPresent()) {
      values.put(node.output(0), known.get());
      return;
    }
    List<Row> rows = Operators.apply(operation);
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i) != null) {
        put(node.output(i), rows.get(i));
      }
    }
  }

  private void put(String name, Row row) {
    boolean shared = readers.getOrDefault(name, 0) > 1;
    values.put(name, new OnnxValue.Computed(shared ? builder.shared(row) : row));
  }

  private Row output(String output, String name) {
    if (!(values.get(name) instanceof OnnxValue.Computed computed)) {
      throw new RefusedImportException(
          "output '%s' does not depend on the inputs"
              .formatted(RefusedImportException.printable(name)));
    }
    Row row = computed.row();
    boolean vector = row.layout() == Layout.ROWS || row.layout() == Layout.FLAT;
    boolean classes = row.width() == 2 && output.equals(Task.Churn.CHURN);
    if (!vector || row.ofSteps() || row.width() != 1 && !classes) {
      throw new RefusedImportException(
          "output '%s' is %s of width %d; must be [N, 1]%s"
              .formatted(
                  RefusedImportException.printable(name),
                  row.layout(),
                  row.width(),
                  output.equals(Task.Churn.CHURN)
                      ? ", or [N, 2] with churn as the second class"
                      : ""));
    }
    return classes ? builder.subset(output, row, 1, 1) : row;
  }
}
