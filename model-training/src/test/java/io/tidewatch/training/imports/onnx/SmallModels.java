package io.tidewatch.training.imports.onnx;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidewatch.customer.FeatureCatalogue;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Writes ONNX models of a few operators. */
final class SmallModels {
  private SmallModels() {}

  /**
   * Returns a model with some operators between {@code x} [N, 6] and {@code y} [N, 4]: {@code
   * "Operator input ... output attribute=value ...; ..."}.
   */
  static byte[] of(String nodes) {
    var random = new Random(3);
    var graph =
        new Graph()
            .input("features", -1, FeatureCatalogue.size())
            .output("churn", -1, 1)
            .constant(
                "in", gaussian(random, FeatureCatalogue.size() * 6), FeatureCatalogue.size(), 6)
            .constant("out", gaussian(random, 4), 4, 1)
            .constant("w64", gaussian(random, 24), 6, 4)
            .constant("w46", gaussian(random, 24), 4, 6)
            .constant("w61", gaussian(random, 6), 6, 1)
            .constant("w124", gaussian(random, 48), 12, 4)
            .constant("six", new float[] {0.5f, -1, 2, 0.25f, -0.75f, 1.5f}, 6)
            .constant("pos", new float[] {0.5f, 1, 2, 0.25f, 0.75f, 1.5f}, 6)
            .constant("four", new float[] {0.5f, -1, 2, 0.25f}, 4)
            .constant("zero", new float[1], 1)
            .constant("one", new float[] {1})
            .constant("two", new float[] {2})
            .constant("scalar", 3L, new int[0])
            .constants("i0", 0)
            .constants("i1", 1)
            .constants("i5", 5)
            .constants("far", 9)
            .constants("order", 5, 0, 2, 1)
            .constants("run", 1, 2, 3, 4)
            .constants("flat", -1, 4)
            .constants("many", -1, 3, 2);
    graph.node("MatMul features in scaled").node("Tanh scaled x");
    for (String node : nodes.split(";")) {
      graph.node(node.strip());
    }
    return graph.node("MatMul y out logit").node("Sigmoid logit churn").toBytes(13);
  }

  private static float[] gaussian(Random random, int count) {
    var values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (0.3 * random.nextGaussian());
    }
    return values;
  }

  /** A graph that grows. */
  static final class Graph {
    private final Message graph = new Message().text(2, "small");
    private int nodes;

    Graph input(String name, long... shape) {
      graph.bytes(11, port(name, shape));
      return this;
    }

    Graph output(String name, long... shape) {
      graph.bytes(12, port(name, shape));
      return this;
    }

    Graph constant(String name, float[] values, long... shape) {
      ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
      raw.asFloatBuffer().put(values);
      return constant(name, 1, raw.array(), shape);
    }

    Graph constants(String name, long... values) {
      ByteBuffer raw = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
      raw.asLongBuffer().put(values);
      return constant(name, 7, raw.array(), values.length);
    }

    Graph constant(String name, long value, int[] noShape) {
      ByteBuffer raw = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, value);
      return constant(name, 7, raw.array());
    }

    Graph external(String name) {
      graph.bytes(5, new Message().number(1, 1).number(2, 1).text(8, name).number(14, 1));
      return this;
    }

    private Graph constant(String name, int type, byte[] raw, long... shape) {
      var tensor = new Message();
      for (long extent : shape) {
        tensor.number(1, extent);
      }
      graph.bytes(5, tensor.number(2, type).text(8, name).bytes(9, raw));
      return this;
    }

    /** Adds an operator; the last name is its output, all but the first one of Split. */
    Graph node(String line) {
      var names = new ArrayList<>(List.of(line.split(" +")));
      var node = new Message();
      String type = names.remove(0);
      var attributes = names.stream().filter(word -> word.contains("=")).toList();
      names.removeAll(attributes);
      int inputs = type.equals("Split") ? 1 : names.size() - 1;
      names.subList(0, inputs).forEach(name -> node.text(1, name));
      names.subList(inputs, names.size()).forEach(name -> node.text(2, name));
      node.text(3, type + (type.equals("MatMul") && nodes == 0 ? "In" : nodes - 2)).text(4, type);
      nodes++;
      attributes.forEach(attribute -> node.bytes(5, attribute(attribute.split("="))));
      graph.bytes(1, node);
      return this;
    }

    private static Message attribute(String[] parts) {
      var attribute = new Message().text(1, parts[0]);
      if (parts[0].equals("perm")) {
        Arrays.stream(parts[1].split(",")).forEach(n -> attribute.number(8, Long.parseLong(n)));
        return attribute.number(20, 7);
      } else if (Set.of("alpha", "beta", "gamma").contains(parts[0])) {
        return attribute.float32(2, Float.parseFloat(parts[1])).number(20, 1);
      }
      return attribute.number(3, Long.parseLong(parts[1])).number(20, 2);
    }

    private static Message port(String name, long[] shape) {
      var dims = new Message();
      for (long extent : shape) {
        dims.bytes(1, extent < 0 ? new Message().text(2, "N") : new Message().number(1, extent));
      }
      Message tensor = new Message().number(1, 1).bytes(2, dims);
      return new Message().text(1, name).bytes(2, new Message().bytes(1, tensor));
    }

    byte[] toBytes(int operatorSet) {
      return new Message()
          .number(1, 8)
          .bytes(7, graph)
          .bytes(8, new Message().text(1, "").number(2, operatorSet))
          .toBytes();
    }
  }

  /** One Protocol Buffers message. */
  static final class Message {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Message number(int field, long value) {
      varint((long) field << 3);
      varint(value);
      return this;
    }

    Message float32(int field, float value) {
      varint((long) field << 3 | 5);
      out.writeBytes(
          ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(0, value).array());
      return this;
    }

    Message text(int field, String value) {
      return bytes(field, value.getBytes(UTF_8));
    }

    Message bytes(int field, Message value) {
      return bytes(field, value.toBytes());
    }

    Message bytes(int field, byte[] value) {
      varint((long) field << 3 | 2);
      varint(value.length);
      out.writeBytes(value);
      return this;
    }

    byte[] toBytes() {
      return out.toByteArray();
    }

    private void varint(long value) {
      long rest = value;
      while (rest >>> 7 != 0) {
        out.write((int) (rest & 0x7f | 0x80));
        rest >>>= 7;
      }
      out.write((int) rest);
    }
  }
}
