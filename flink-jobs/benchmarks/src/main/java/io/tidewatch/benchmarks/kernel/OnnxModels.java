package io.tidewatch.benchmarks.kernel;

import static io.tidewatch.benchmarks.kernel.KernelCase.INPUTS;
import static io.tidewatch.benchmarks.kernel.KernelCase.ITEMS;
import static io.tidewatch.benchmarks.kernel.KernelCase.MLP_FIRST;
import static io.tidewatch.benchmarks.kernel.KernelCase.MLP_INPUTS;
import static io.tidewatch.benchmarks.kernel.KernelCase.MLP_SECOND;
import static io.tidewatch.benchmarks.kernel.KernelCase.STEPS;
import static io.tidewatch.benchmarks.kernel.KernelCase.TOP;
import static io.tidewatch.benchmarks.kernel.KernelCase.UNITS;

/**
 * The problems as ONNX models. The batch is a fixed extent, which lets ONNX Runtime plan its memory
 * once. Inputs are {@code x} and, for the step, {@code h} and {@code c}; outputs are {@code y},
 * {@code hNext}, {@code cNext}, or {@code scores} and {@code indices}.
 */
final class OnnxModels {
  /** How the LSTM is put. */
  enum Lstm {
    /** As ONNX's LSTM operator. */
    OPERATOR,
    /** As matrix products and activations. */
    PRODUCTS
  }

  private OnnxModels() {}

  static byte[] mlp(Problem problem) {
    int batch = problem.batch();
    var graph = new OnnxGraph().input("x", batch, MLP_INPUTS).output("y", batch, 1);
    dense(graph, problem, "first", "x", "a", MLP_INPUTS, MLP_FIRST);
    graph.add("Relu", "a", "b");
    dense(graph, problem, "second", "b", "c", MLP_FIRST, MLP_SECOND);
    graph.add("Relu", "c", "d");
    return head(graph, problem, "d", MLP_SECOND).toBytes();
  }

  static byte[] top(Problem problem) {
    int batch = problem.batch();
    return new OnnxGraph()
        .input("x", batch, UNITS)
        .output("scores", batch, TOP)
        .indices("indices", batch, TOP)
        .constant("w", Transpose.of(problem.weight("items/W"), ITEMS, UNITS), UNITS, ITEMS)
        .constant("k", TOP)
        .add("MatMul", "x w", "all")
        .add("TopK", "all k", "scores indices")
        .toBytes();
  }

  static byte[] step(Problem problem, Lstm form) {
    int batch = problem.batch();
    var graph = new OnnxGraph();
    if (form == Lstm.OPERATOR) {
      graph
          .input("x", 1, batch, INPUTS)
          .input("h", 1, batch, UNITS)
          .input("c", 1, batch, UNITS)
          .output("hNext", 1, batch, UNITS)
          .output("cNext", 1, batch, UNITS);
      operator(graph, problem, "h", "c", "hNext", "cNext");
      graph.constant("flat", batch, UNITS).add("Reshape", "hNext flat", "hFlat");
      head(graph, problem, "hFlat", UNITS);
    } else {
      graph
          .input("x", batch, INPUTS)
          .input("h", batch, UNITS)
          .input("c", batch, UNITS)
          .output("hNext", batch, UNITS)
          .output("cNext", batch, UNITS)
          .constant("w", problem.weight("lstm/W"), INPUTS, 4 * UNITS)
          .constant("b", problem.weight("lstm/b"), 4 * UNITS)
          .add("Gemm", "x w b", "zx");
      products(graph, problem);
      cell(graph, "", "zx", "h", "c", "hNext", "cNext");
      head(graph, problem, "hNext", UNITS);
    }
    return graph.output("y", batch, 1).toBytes();
  }

  static byte[] sequence(Problem problem, Lstm form) {
    int batch = problem.batch();
    var graph = new OnnxGraph();
    if (form == Lstm.OPERATOR) {
      graph.input("x", STEPS, batch, INPUTS);
      operator(graph, problem, "-", "-", "last", "-");
      graph.constant("flat", batch, UNITS).add("Reshape", "last flat", "hFlat");
      head(graph, problem, "hFlat", UNITS);
    } else {
      var parts = new StringBuilder("zx0");
      for (int step = 1; step < STEPS; step++) {
        parts.append(" zx").append(step);
      }
      graph
          .input("x", (long) STEPS * batch, INPUTS)
          .constant("w", problem.weight("lstm/W"), INPUTS, 4 * UNITS)
          .constant("b", problem.weight("lstm/b"), 4 * UNITS)
          .constant("h0", new float[batch * UNITS], batch, UNITS)
          .constant("c0", new float[batch * UNITS], batch, UNITS)
          .add("Gemm", "x w b", "zx")
          .node("Split", "zx", parts.toString())
          .with("axis", 0)
          .add();
      products(graph, problem);
      for (int step = 0; step < STEPS; step++) {
        int next = step + 1;
        cell(graph, "s" + step, "zx" + step, "h" + step, "c" + step, "h" + next, "c" + next);
      }
      head(graph, problem, "h" + STEPS, UNITS);
    }
    return graph.output("y", batch, 1).toBytes();
  }

  /**
   * ONNX wants weights as {@code [1, 4 units, inputs]} with gates input, output, forget, candidate.
   */
  private static void operator(
      OnnxGraph graph, Problem problem, String h, String c, String hNext, String cNext) {
    int columns = 4 * UNITS;
    float[] bias = new float[2 * columns];
    System.arraycopy(gates(problem.weight("lstm/b"), 1), 0, bias, 0, columns);
    graph
        .constant("w", gates(problem.weight("lstm/W"), INPUTS), 1, columns, INPUTS)
        .constant("r", gates(problem.weight("lstm/RW"), UNITS), 1, columns, UNITS)
        .constant("b", bias, 1, 2 * columns)
        .node("LSTM", "x w r b - " + h + " " + c, "- " + hNext + " " + cNext)
        .with("hidden_size", UNITS)
        .add();
  }

  private static float[] gates(float[] weights, int rows) {
    float[] turned = Transpose.of(weights, rows, 4 * UNITS);
    var ordered = new float[turned.length];
    int[] from = {3, 2, 1, 0};
    int block = UNITS * rows;
    for (int gate = 0; gate < from.length; gate++) {
      System.arraycopy(turned, from[gate] * block, ordered, gate * block, block);
    }
    return ordered;
  }

  private static void products(OnnxGraph graph, Problem problem) {
    graph
        .constant("rw", problem.weight("lstm/RW"), UNITS, 4 * UNITS)
        .constant("one", UNITS, 3 * UNITS)
        .constant("three", UNITS, UNITS, UNITS);
  }

  /** One step behind the input's product: gates are candidate, then forget, output and input. */
  private static void cell(
      OnnxGraph graph, String tag, String zx, String h, String c, String hNext, String cNext) {
    graph
        .add("Gemm", h + " rw " + zx, tag + "z")
        .node("Split", tag + "z one", tag + "zg " + tag + "zs")
        .with("axis", 1)
        .add()
        .add("Tanh", tag + "zg", tag + "g")
        .add("Sigmoid", tag + "zs", tag + "s")
        .node("Split", tag + "s three", tag + "f " + tag + "o " + tag + "i")
        .with("axis", 1)
        .add()
        .add("Mul", tag + "f " + c, tag + "kept")
        .add("Mul", tag + "i " + tag + "g", tag + "new")
        .add("Add", tag + "kept " + tag + "new", cNext)
        .add("Tanh", cNext, tag + "tc")
        .add("Mul", tag + "o " + tag + "tc", hNext);
  }

  private static void dense(
      OnnxGraph graph, Problem problem, String layer, String x, String y, int inputs, int outputs) {
    graph
        .constant(layer + "W", problem.weight(layer + "/W"), inputs, outputs)
        .constant(layer + "B", problem.weight(layer + "/b"), outputs)
        .add("Gemm", x + " " + layer + "W " + layer + "B", y);
  }

  private static OnnxGraph head(OnnxGraph graph, Problem problem, String x, int inputs) {
    dense(graph, problem, "head", x, "logit", inputs, 1);
    return graph.add("Sigmoid", "logit", "y");
  }
}
