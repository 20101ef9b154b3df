package io.tidewatch.benchmarks.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import io.tidewatch.training.engine.OnnxEnvironment;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the writer writes, ONNX Runtime reads. */
final class OnnxGraphTest {
  @Test
  void modelComputesWhatItsNodesSay() throws Exception {
    byte[] model =
        new OnnxGraph()
            .input("x", 1, 3)
            .output("largest", 1, 2)
            .indices("places", 1, 2)
            .constant("w", new float[] {1, 0, 0, 0, 2, 0, 0, 0, -3}, 3, 3)
            .constant("k", 2)
            .add("MatMul", "x w", "y")
            .node("TopK", "y k", "largest places")
            .with("axis", 1)
            .add()
            .toBytes();

    OrtEnvironment environment = OnnxEnvironment.get();
    try (OrtSession session = environment.createSession(model);
        OnnxTensor x = OnnxTensor.createTensor(environment, new float[][] {{5, 4, 300}});
        OrtSession.Result result = session.run(Map.of("x", x))) {
      assertThat(session.getInputNames()).containsExactly("x");
      assertThat((float[][]) result.get(0).getValue()).isDeepEqualTo(new float[][] {{8, 5}});
      assertThat((long[][]) result.get(1).getValue()).isDeepEqualTo(new long[][] {{1, 0}});
    }
  }

  @Test
  void optionalInputsMayBeLeftOut() throws Exception {
    byte[] model =
        new OnnxGraph()
            .input("x", 4)
            .output("y", 4)
            .constant("high", new float[] {2})
            .add("Clip", "x - high", "y")
            .toBytes();

    OrtEnvironment environment = OnnxEnvironment.get();
    try (OrtSession session = environment.createSession(model);
        OnnxTensor x = OnnxTensor.createTensor(environment, new float[] {-7, 1, 2, 3});
        OrtSession.Result result = session.run(Map.of("x", x))) {
      assertThat((float[]) result.get(0).getValue()).containsExactly(-7, 1, 2, 2);
    }
  }

  @Test
  void integersTakeAsManyBytesAsTheyNeed() {
    assertThat(new ProtoMessage().number(1, 0).toBytes()).containsExactly(0x08, 0);
    assertThat(new ProtoMessage().number(1, 150).toBytes()).containsExactly(0x08, 0x96, 0x01);
    assertThat(new ProtoMessage().number(20, 2).toBytes()).containsExactly(0xa0, 0x01, 2);
  }
}
