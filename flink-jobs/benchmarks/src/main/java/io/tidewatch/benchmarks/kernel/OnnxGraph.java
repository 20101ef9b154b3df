package io.tidewatch.benchmarks.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Writes a model in the ONNX format (onnx.proto3, IR version 8, operator set 17): float inputs and
 * outputs of fixed shape, constants, and operators between them. Names tie them together. One
 * thread.
 */
final class OnnxGraph {
  private static final int IR_VERSION = 8;
  private static final int OPERATOR_SET = 17;
  private static final int FLOAT = 1;
  private static final int INT64 = 7;

  private final ProtoMessage graph = new ProtoMessage().text(2, "benchmark");
  private int nodes;

  /** Declares an input. */
  OnnxGraph input(String name, long... shape) {
    graph.message(11, value(name, FLOAT, shape));
    return this;
  }

  /** Declares an output of floats that some operator makes. */
  OnnxGraph output(String name, long... shape) {
    graph.message(12, value(name, FLOAT, shape));
    return this;
  }

  /** Declares an output of 64-bit integers that some operator makes. */
  OnnxGraph indices(String name, long... shape) {
    graph.message(12, value(name, INT64, shape));
    return this;
  }

  /** Adds a constant tensor of floats, rows first. */
  OnnxGraph constant(String name, float[] values, long... shape) {
    ByteBuffer raw =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    return constant(name, FLOAT, raw.array(), shape);
  }

  /** Adds a constant vector of 64-bit integers. */
  OnnxGraph constant(String name, long... values) {
    ByteBuffer raw = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    raw.asLongBuffer().put(values);
    return constant(name, INT64, raw.array(), values.length);
  }

  private OnnxGraph constant(String name, int type, byte[] raw, long... shape) {
    var tensor = new ProtoMessage();
    for (long extent : shape) {
      tensor.number(1, extent);
    }
    graph.message(5, tensor.number(2, type).text(8, name).bytes(9, raw));
    return this;
  }

  /**
   * Begins an operator.
   *
   * @param type such as Gemm
   * @param inputs names divided by blanks; {@code -} leaves an optional one out
   * @param outputs names divided by blanks; {@code -} leaves an optional one out
   */
  Node node(String type, String inputs, String outputs) {
    return new Node(type, inputs, outputs);
  }

  /** Adds an operator without attributes. */
  OnnxGraph add(String type, String inputs, String outputs) {
    return node(type, inputs, outputs).add();
  }

  /** Returns the model. */
  byte[] toBytes() {
    return new ProtoMessage()
        .number(1, IR_VERSION)
        .text(2, "tidewatch")
        .message(7, graph)
        .message(8, new ProtoMessage().text(1, "").number(2, OPERATOR_SET))
        .toBytes();
  }

  private static ProtoMessage value(String name, int type, long... shape) {
    var extents = new ProtoMessage();
    for (long extent : shape) {
      extents.message(1, new ProtoMessage().number(1, extent));
    }
    ProtoMessage tensor = new ProtoMessage().number(1, type).message(2, extents);
    return new ProtoMessage().text(1, name).message(2, new ProtoMessage().message(1, tensor));
  }

  /** An operator that is being described. */
  final class Node {
    private static final int INT = 2;

    private final ProtoMessage node = new ProtoMessage();

    private Node(String type, String inputs, String outputs) {
      names(1, inputs);
      names(2, outputs);
      node.text(3, type + nodes++).text(4, type);
    }

    private void names(int field, String names) {
      for (String name : names.split(" ")) {
        node.text(field, name.equals("-") ? "" : name);
      }
    }

    /** Sets an attribute that is an integer. */
    Node with(String attribute, long value) {
      node.message(5, new ProtoMessage().text(1, attribute).number(3, value).number(20, INT));
      return this;
    }

    /** Adds the operator to the graph. */
    OnnxGraph add() {
      graph.message(1, node);
      return OnnxGraph.this;
    }
  }
}
