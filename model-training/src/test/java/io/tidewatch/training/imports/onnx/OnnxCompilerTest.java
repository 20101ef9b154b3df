package io.tidewatch.training.imports.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidewatch.customer.FeatureCatalogue;
import io.tidewatch.models.Release;
import io.tidewatch.training.imports.ImportFixtures;
import io.tidewatch.training.imports.RefusedImportException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One operator at a time, against ONNX Runtime; and what is refused. */
class OnnxCompilerTest {
  private static final int WIDTH = FeatureCatalogue.size();

  /** Each line is the operators between {@code x} [N, 6] and {@code y} [N, 4]. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          add and activate     | Add x six a; Tanh a b; MatMul b w64 y
          constant minus value | Sub six x a; MatMul a w64 y
          divide and negate    | Div x six a; Neg a b; MatMul b w64 y
          product of two       | Tanh x a; Mul a x b; MatMul b w64 y
          difference of two    | Tanh x a; Sub a x b; MatMul b w64 y
          largest and mean     | Tanh x a; Max a x b; Mean a x b c; MatMul c w64 y
          sum of three         | Tanh x a; Relu x b; Sum a b x c; MatMul c w64 y
          shared before scale  | MatMul x w64 a; Mul a four b; Add a b y
          scale then scale     | MatMul x w64 a; Mul a four b; Sub b one c; Div c two y
          softmax              | MatMul x w64 a; Softmax a y
          softplus, leaky      | MatMul x w64 a; Softplus a b; LeakyRelu b y
          hard sigmoid, scaled | MatMul x w64 a; HardSigmoid a b alpha=0.16666667 beta=0.5; Mul b two y
          concat scaled parts  | Mul x six a; Concat a x b axis=1; MatMul b w124 y
          scale of a concat    | Concat x x a axis=1; Mul a two b; MatMul b w124 y
          slice                | Slice x i1 i5 i1 y
          gather in any order  | Gather x order y axis=1
          gather a row         | Gather x run y axis=1
          split                | Split x a b c axis=1; Concat c a y axis=1
          reshape, flatten     | MatMul x w64 a; Reshape a flat b; Flatten b c; Dropout c d; Identity d y
          cast                 | Cast x a to=1; MatMul a w64 y
          transposed weights   | Transpose w46 w perm=1,0; MatMul x w y
          gemm with factors    | Gemm x w46 four y alpha=0.5 beta=2 transB=1
          gemm without bias    | Gemm x w64 y
          batch normalisation  | BatchNormalization x six six six pos y2; MatMul y2 w64 y
          squeeze and back     | MatMul x w61 a; Squeeze a i1 b; Unsqueeze b i1 c; Concat c c c c y axis=1
          pick one             | Gather x scalar a axis=1; Unsqueeze a i1 b; Concat b b b b y axis=1
          """)
  void aReleaseComputesWhatOnnxRuntimeComputes(String name, String nodes) throws Exception {
    byte[] file = SmallModels.of(nodes);
    Release release = Release.read(OnnxImport.release(file, ImportFixtures.withoutProbes()));
    assertThat(release.probes()).as(name).hasSize(32);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Erf x y                          | node 'Erf0' (Erf): operator is unknown
          Add x unknown y                  | reads 'unknown', which no input, weight or earlier node gives
          MatMul w64 x y                   | node 'MatMul0' (MatMul): input 0 must be computed
          MatMul x w46 y                   | multiplies width 6 with weights of shape [4, 6]
          Gemm x w64 y transA=1            | attribute transA=1 transposes the customers
          Gemm x w64 y gamma=1             | attribute 'gamma' is unknown here; known: alpha
          Div six x y                      | divides by what it computes
          Div x zero y                     | divides column 0 by 0
          Mul x four y                     | joins a constant of shape [4] with [N, width] of width 6
          LeakyRelu x y alpha=0.2          | attribute alpha=0.2; the kernel has 0.01
          Softmax x y axis=0               | axis=0 runs over the customers
          Concat x x y axis=0              | works along axis 0 of [N, width]
          Gather x order y axis=0          | works along axis 0
          Gather x far y axis=1            | axis 9 does not exist; the input has 6
          Slice x i1 i5 i0 y               | slices along another axis than the columns
          Reshape x many y                 | reshapes [N, width] of width 6 to [-1, 3, 2]
          Cast x y to=7                    | attribute to=7 is neither float
          Transpose x y perm=1,0           | turns [N, width] by [1, 0]
          Squeeze x i1 y                   | squeezes axes [1] of [N, width]
          BatchNormalization x six six six pos y training_mode=1 | export the model for inference
          """)
  void whatNoLayerExpressesIsRefusedByName(String nodes, String because) {
    byte[] file = SmallModels.of(nodes);
    assertThatExceptionOfType(RefusedImportException.class)
        .isThrownBy(() -> OnnxImport.release(file, ImportFixtures.withoutProbes()))
        .withMessageContaining(because);
  }

  @Test
  void otherInputsAreRefusedByName() {
    assertRefused(
        new SmallModels.Graph().input("x", -1, WIDTH).output("churn", -1, 1),
        "input 'x' is unknown; a churn model reads 'features' [N, 45]");
    assertRefused(
        new SmallModels.Graph().input("features", -1, 40).output("churn", -1, 1),
        "input 'features' has element type 1 and shape [-1, 40]");
  }

  @Test
  void anotherOutputIsRefusedByName() {
    assertRefused(
        new SmallModels.Graph().input("features", -1, WIDTH).output("score", -1, 1),
        "the model has outputs [score], none named 'churn'");
  }

  @Test
  void weightsInAnotherFileAreRefused() {
    assertRefused(
        new SmallModels.Graph().external("w").input("features", -1, WIDTH).output("churn", -1, 1),
        "tensor 'w' lies in another file");
  }

  @Test
  void aShapeBeyondTheFileIsRefusedBeforeAllocation() {
    assertRefused(
        new SmallModels.Graph().constant("w", new float[1], 1 << 20, 1 << 20),
        "tensor 'w' has an impossible shape");
    assertRefused(
        new SmallModels.Graph().constant("w", new float[1], 1 << 20),
        "tensor 'w' has 1 values for shape [1048576]");
  }

  @Test
  void operatorSetsOfAnotherTimeAreRefused() {
    byte[] file = new SmallModels.Graph().input("features", -1, WIDTH).toBytes(6);
    assertThatExceptionOfType(RefusedImportException.class)
        .isThrownBy(() -> OnnxImport.release(file, ImportFixtures.withoutProbes()))
        .withMessageContaining("operator set 6; known are 9 to 22");
  }

  private static void assertRefused(SmallModels.Graph graph, String because) {
    assertThatExceptionOfType(RefusedImportException.class)
        .isThrownBy(() -> OnnxImport.release(graph.toBytes(13), ImportFixtures.withoutProbes()))
        .withMessageContaining(because);
  }
}
