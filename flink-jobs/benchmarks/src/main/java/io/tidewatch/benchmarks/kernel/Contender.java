package io.tidewatch.benchmarks.kernel;

import io.tidewatch.models.kernel.Kernels;
import java.util.List;
import java.util.stream.Stream;

/** Who computes. Each runs in JVMs of its own, with the flags that are best for it. */
public enum Contender {
  /** Tidewatch's kernels on the JDK's Vector API. */
  VECTOR("vector", 12, 6, "--add-modules=jdk.incubator.vector"),
  /** Tidewatch's kernels in plain Java. */
  SCALAR("scalar", 12, 6),
  /** ONNX Runtime by its Java interface. */
  ONNX_RUNTIME("onnxRuntime", 3, 4, "--enable-native-access=ALL-UNNAMED"),
  /** DL4J on its native CPU library, without the memory checks that cost it half its speed. */
  DL4J(
      "dl4j",
      4,
      4,
      "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
      "-Dorg.bytedeco.javacpp.maxbytes=1g",
      "--enable-native-access=ALL-UNNAMED");

  private final String key;
  private final int warmUps;
  private final int measurements;
  private final List<String> flags;

  Contender(String key, int warmUps, int measurements, String... flags) {
    this.key = key;
    this.warmUps = warmUps;
    this.measurements = measurements;
    this.flags = List.of(flags);
  }

  /** Returns the name in ratios and rows. */
  public String key() {
    return key;
  }

  /**
   * Returns how many iterations a turn is warmed up for: more where the JIT compiler must learn.
   */
  int warmUps() {
    return warmUps;
  }

  /** Returns how many iterations of a turn are measured. */
  int measurements() {
    return measurements;
  }

  /** Returns the flags of its JVM. */
  List<String> flags() {
    return flags;
  }

  /** Returns the ways that the contender is tried in; the fastest at each batch counts. */
  List<String> variants(KernelCase kernel) {
    if (this != ONNX_RUNTIME) {
      return List.of(key);
    }
    Stream<String> forms =
        kernel == KernelCase.LSTM_STEP || kernel == KernelCase.LSTM50
            ? Stream.of("LSTM operator", "products")
            : Stream.of("graph");
    return forms.flatMap(form -> Stream.of(form, form + ", spinning")).toList();
  }

  /** Prepares a problem in this JVM. */
  Computation prepare(Problem problem, String variant) {
    return switch (this) {
      case VECTOR -> TidewatchComputation.of(problem, Kernels.vector().orElseThrow());
      case SCALAR -> TidewatchComputation.of(problem, Kernels.scalar());
      case ONNX_RUNTIME ->
          new OnnxComputation(
              problem,
              new OnnxComputation.Variant(
                  variant.startsWith("LSTM operator")
                      ? OnnxModels.Lstm.OPERATOR
                      : OnnxModels.Lstm.PRODUCTS,
                  variant.endsWith("spinning")));
      case DL4J -> Dl4jComputation.of(problem);
    };
  }
}
