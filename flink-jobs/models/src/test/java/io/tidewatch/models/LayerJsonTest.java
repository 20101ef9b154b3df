package io.tidewatch.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class LayerJsonTest {
  private static final LayerSpec CONVOLUTION =
      new LayerSpec.Convolution1D(
          "c", List.of("a", "b"), 24, 10, 3, 2, LayerSpec.Padding.SAME, 7, Activation.RELU);

  static Stream<LayerSpec> layers() {
    return Stream.of(
        new LayerSpec.Standardise("z", "x", 4, 3.5f),
        new LayerSpec.Embedding("e", "items", 100, 4),
        new LayerSpec.Lstm("l", "x", 4, 5),
        new LayerSpec.Dense("d", List.of("x", "y"), 8, 2, Activation.SOFTPLUS),
        new LayerSpec.Scale("s", "x", 4),
        new LayerSpec.Sum("p", List.of("x", "y"), 4, Activation.TANH),
        new LayerSpec.ElementWise("w", List.of("x", "y"), LayerSpec.Operation.SUBTRACT, 4),
        new LayerSpec.EngineGraph("g", "features", 42, 2, "onnxruntime", 1_025, List.of("y")),
        new LayerSpec.EngineDense("n", List.of("x", "y"), 8, 2, "SWISH"),
        new LayerSpec.Subset("u", List.of("x", "y"), 8, 2, 5),
        new LayerSpec.EmbeddingSequence("q", "tokens", 24, 500, 10),
        CONVOLUTION,
        new LayerSpec.GlobalPooling("g", "c", 12, 7, LayerSpec.Pooling.AVERAGE));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void everyLayerIsReadBackAsWritten(LayerSpec layer) throws RefusedReleaseException {
    assertThat(read(json(layer))).isEqualTo(layer);
  }

  @Test
  void everyKindIsTested() {
    assertThat(layers().map(Object::getClass).distinct().count())
        .isEqualTo(LayerSpec.class.getPermittedSubclasses().length);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          steps   | 0          | steps=0 must be from 1 to 4096
          steps   | 2147483647 | steps=2147483647 must be from 1 to 4096
          steps   | 23         | a Convolution1D layer cannot have
          width   | -1         | width=-1 must be
          kernel  | 5000       | kernel=5000 must be
          stride  | 0          | stride=0 must be
          filters | 8          | a Convolution1D layer cannot have
          inputs  | 241        | a Convolution1D layer cannot have
          outputs | 0          | outputs=0 must be
          outputs | 131073     | outputs=131073 must be from 1 to 131072
          first   | 3          | unknown field 'first'
          """)
  void hostileNumbersAreRefused(String field, int value, String because) {
    assertRefused(json(CONVOLUTION).put(field, value), because);
  }

  @Test
  void hostileNamesAreRefused() {
    assertRefused(json(CONVOLUTION).put("padding", "FULL"), "padding 'FULL' is unknown");
    assertRefused(json(CONVOLUTION).put("kind", "Convolution2D"), "'Convolution2D' is unknown");
    assertRefused(json(CONVOLUTION).put("name", "../c"), "name must be");
    ObjectNode short1 = json(CONVOLUTION);
    short1.remove("kernel");
    assertRefused(short1, "kernel must be a whole number");
  }

  @Test
  void windowsLongerThanTheSequenceAreRefused() {
    ObjectNode json =
        json(
            new LayerSpec.Convolution1D(
                "c", List.of("a"), 4, 10, 4, 1, LayerSpec.Padding.TRUNCATE, 7, Activation.RELU));
    assertRefused(json.put("kernel", 5), "a Convolution1D layer cannot have");
  }

  private static ObjectNode json(LayerSpec layer) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    LayerJson.write(layer, node);
    return node;
  }

  private static LayerSpec read(ObjectNode node) throws RefusedReleaseException {
    return LayerJson.read(new ManifestField("layers[0]", node));
  }

  private static void assertRefused(ObjectNode node, String because) {
    assertThatExceptionOfType(RefusedReleaseException.class)
        .isThrownBy(() -> read(node))
        .withMessageContaining(because)
        .satisfies(refused -> assertThat(refused.gate()).isEqualTo(Gate.FORMAT));
  }
}
