package io.tidewatch.training.imports.onnx;

import io.tidewatch.training.imports.RefusedImportException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/**
 * Reads a model file as onnx.proto lays it out (github.com/onnx/onnx, versions 3 to 10 of the
 * format). Nothing is allocated for a claim that the bytes of the file do not back.
 */
final class OnnxReader {
  /** As a release's limit of the source. */
  static final int MAX_BYTES = 48 << 20;

  private static final int MAX_NODES = 2_000;
  private static final int MAX_VALUES = 8 << 20;
  private static final int MAX_RANK = 8;

  private String producer = "";
  private String producerVersion = "";
  private boolean hasGraph;
  private final Map<String, Long> operatorSets = new HashMap<>();
  private final List<OnnxNode> nodes = new ArrayList<>();
  private final Map<String, OnnxTensor> constants = new LinkedHashMap<>();
  private final List<OnnxGraph.Port> inputs = new ArrayList<>();
  private final List<OnnxGraph.Port> outputs = new ArrayList<>();

  private OnnxReader() {}

  /**
   * @throws RefusedImportException if the file is no ONNX model, or holds what no release can
   */
  static OnnxGraph read(byte[] file) {
    if (file.length > MAX_BYTES) {
      throw new RefusedImportException(
          "the model has %d bytes, limit %d; make it smaller".formatted(file.length, MAX_BYTES));
    }
    return new OnnxReader().model(ProtoReader.of(file));
  }

  private OnnxGraph model(ProtoReader model) {
    while (model.next()) {
      switch (model.field()) {
        case 2 -> producer = model.text();
        case 3 -> producerVersion = model.text();
        case 7 -> graph(model.message());
        case 8 -> operatorSet(model.message());
        case 25 ->
            throw new RefusedImportException(
                "the model defines functions of its own; export it with plain operators");
        default -> model.skip();
      }
    }
    if (!hasGraph) {
      throw new RefusedImportException(
          "this is no ONNX model: it has no graph; give a file written by an ONNX exporter");
    }
    inputs.removeIf(input -> constants.containsKey(input.name()));
    return new OnnxGraph(
        (producer + " " + producerVersion).trim(),
        Map.copyOf(operatorSets),
        List.copyOf(nodes),
        constants,
        List.copyOf(inputs),
        List.copyOf(outputs));
  }

  private void operatorSet(ProtoReader set) {
    String domain = "";
    long version = 0;
    while (set.next()) {
      switch (set.field()) {
        case 1 -> domain = set.text();
        case 2 -> version = set.number();
        default -> set.skip();
      }
    }
    operatorSets.put(domain, version);
  }

  private void graph(ProtoReader graph) {
    hasGraph = true;
    while (graph.next()) {
      switch (graph.field()) {
        case 1 -> add(nodes, node(graph.message()), "nodes");
        case 5 -> constant(graph.message());
        case 11 -> add(inputs, port(graph.message()), "inputs");
        case 12 -> add(outputs, port(graph.message()), "outputs");
        case 15 ->
            throw new RefusedImportException(
                "the model has sparse weights; export them as plain tensors");
        default -> graph.skip();
      }
    }
  }

  private static <T> void add(List<T> to, T element, String what) {
    if (to.size() == MAX_NODES) {
      throw new RefusedImportException(
          "the graph has more than %d %s; make it smaller".formatted(MAX_NODES, what));
    }
    to.add(element);
  }

  private static OnnxNode node(ProtoReader node) {
    String name = "";
    String operator = "";
    String domain = "";
    var inputs = new ArrayList<String>();
    var outputs = new ArrayList<String>();
    var attributes = new HashMap<String, OnnxAttribute>();
    while (node.next()) {
      switch (node.field()) {
        case 1 -> add(inputs, node.text(), "inputs of a node");
        case 2 -> add(outputs, node.text(), "outputs of a node");
        case 3 -> name = node.text();
        case 4 -> operator = node.text();
        case 5 -> attribute(node.message(), attributes);
        case 7 -> domain = node.text();
        default -> node.skip();
      }
    }
    String shown = name.isEmpty() && !outputs.isEmpty() ? outputs.get(0) : name;
    return new OnnxNode(
        shown,
        operator,
        domain.equals("ai.onnx") ? "" : domain,
        List.copyOf(inputs),
        List.copyOf(outputs),
        Map.copyOf(attributes));
  }

  private static void attribute(ProtoReader attribute, Map<String, OnnxAttribute> to) {
    String name = "";
    float number = 0;
    long integer = 0;
    String text = "";
    OnnxTensor tensor = null;
    var floats = DoubleStream.builder();
    var integers = LongStream.builder();
    var texts = new ArrayList<String>();
    while (attribute.next()) {
      switch (attribute.field()) {
        case 1 -> name = attribute.text();
        case 2 -> number = attribute.float32();
        case 3 -> integer = attribute.number();
        case 4 -> text = attribute.text();
        case 5 -> tensor = tensor(attribute.message()).tensor();
        case 7 -> attribute.floats(floats::add);
        case 8 -> attribute.numbers(integers::add);
        case 9 -> add(texts, attribute.text(), "texts of an attribute");
        default -> attribute.skip();
      }
    }
    to.put(
        name,
        new OnnxAttribute(
            number,
            integer,
            text,
            tensor,
            floats.build().toArray(),
            integers.build().toArray(),
            List.copyOf(texts)));
  }

  private record Named(String name, OnnxTensor tensor) {}

  private void constant(ProtoReader initializer) {
    if (constants.size() == MAX_NODES) {
      throw new RefusedImportException("the graph has more than " + MAX_NODES + " weights");
    }
    Named named = tensor(initializer);
    constants.put(named.name(), named.tensor());
  }

  private static Named tensor(ProtoReader tensor) {
    String name = "";
    long type = 0;
    var dims = LongStream.builder();
    var numbers = DoubleStream.builder();
    ByteBuffer raw = null;
    while (tensor.next()) {
      switch (tensor.field()) {
        case 1 -> tensor.numbers(dims::add);
        case 2 -> type = tensor.number();
        case 4 -> tensor.floats(numbers::add);
        case 5, 7 -> tensor.numbers(number -> numbers.add(number));
        case 8 -> name = tensor.text();
        case 9 -> raw = tensor.bytes();
        case 10 -> tensor.doubles(numbers::add);
        case 13 -> throw external(name);
        case 14 -> {
          if (tensor.number() != 0) {
            throw external(name);
          }
        }
        default -> tensor.skip();
      }
    }
    List<Integer> shape = shape(name, dims.build().toArray());
    if (!OnnxTensor.isKnown(type)) {
      // A branch that no release reads may well have texts.
      return new Named(name, new OnnxTensor(shape, (int) type, new double[0]));
    }
    double[] values = raw == null ? numbers.build().toArray() : decode(name, (int) type, raw);
    long count = shape.stream().mapToLong(Integer::longValue).reduce(1, (x, y) -> x * y);
    if (values.length != count) {
      throw refused(name, "has %d values for shape %s".formatted(values.length, shape));
    }
    return new Named(name, new OnnxTensor(shape, (int) type, values));
  }

  private static List<Integer> shape(String name, long[] dims) {
    long count = 1;
    var shape = new ArrayList<Integer>();
    for (long dim : dims) {
      count = dim < 0 || dim > MAX_VALUES ? Long.MAX_VALUE : count * dim;
      if (count > MAX_VALUES || dims.length > MAX_RANK) {
        throw refused(name, "has an impossible shape, or more than " + MAX_VALUES + " values");
      }
      shape.add((int) dim);
    }
    return shape;
  }

  private static double[] decode(String name, int type, ByteBuffer raw) {
    int width = type == OnnxTensor.FLOAT || type == OnnxTensor.INT32 ? 4 : 8;
    if (raw.remaining() % width != 0) {
      throw refused(name, "has %d bytes for elements of %d".formatted(raw.remaining(), width));
    }
    raw.order(ByteOrder.LITTLE_ENDIAN);
    var values = new double[raw.remaining() / width];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (type) {
            case OnnxTensor.FLOAT -> raw.getFloat();
            case OnnxTensor.INT32 -> raw.getInt();
            case OnnxTensor.INT64 -> raw.getLong();
            default -> raw.getDouble();
          };
    }
    return values;
  }

  private static RefusedImportException external(String name) {
    return refused(
        name, "lies in another file; save the model with all weights in one (no external data)");
  }

  private static RefusedImportException refused(String tensor, String why) {
    return new RefusedImportException(
        "tensor '" + RefusedImportException.printable(tensor) + "' " + why);
  }

  private static OnnxGraph.Port port(ProtoReader info) {
    String name = "";
    int elementType = 0;
    var dims = new ArrayList<Long>();
    while (info.next()) {
      switch (info.field()) {
        case 1 -> name = info.text();
        case 2 -> elementType = type(info.message(), dims);
        default -> info.skip();
      }
    }
    return new OnnxGraph.Port(name, elementType, List.copyOf(dims));
  }

  private static int type(ProtoReader type, List<Long> dims) {
    int elementType = 0;
    while (type.next()) {
      if (type.field() != 1) {
        type.skip();
        continue;
      }
      ProtoReader tensor = type.message();
      while (tensor.next()) {
        switch (tensor.field()) {
          case 1 -> elementType = (int) tensor.number();
          case 2 -> dims(tensor.message(), dims);
          default -> tensor.skip();
        }
      }
    }
    return elementType;
  }

  private static void dims(ProtoReader shape, List<Long> dims) {
    while (shape.next()) {
      if (shape.field() != 1) {
        shape.skip();
        continue;
      }
      ProtoReader dim = shape.message();
      long extent = -1;
      while (dim.next()) {
        if (dim.field() == 1) {
          extent = dim.number();
        } else {
          dim.skip();
        }
      }
      add(dims, extent, "extents");
    }
  }
}
