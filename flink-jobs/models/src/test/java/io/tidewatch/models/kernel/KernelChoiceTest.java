package io.tidewatch.models.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The choice in JVMs of their own, since it is made once per JVM. */
class KernelChoiceTest {
  private static final String MODULE = "jdk.incubator.vector";

  private record Outcome(int exitCode, String output) {}

  @Test
  void variantsAreChosenByName() {
    assertThat(KernelChoice.choose(null).name()).isEqualTo("vector");
    assertThat(KernelChoice.choose("vector").name()).isEqualTo("vector");
    assertThat(KernelChoice.choose("scalar").name()).isEqualTo("scalar");
    assertThatIllegalStateException()
        .isThrownBy(() -> KernelChoice.choose("fast"))
        .withMessageContaining("tidewatch.kernels=fast");
  }

  @Test
  void withoutTheModuleNoClassOfTheVectorVariantIsLoaded() throws Exception {
    Outcome outcome = run("-Xlog:class+load:stdout");
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.output())
        .contains("scalar " + KernelDigest.of(Kernels.scalar()))
        .contains("io.tidewatch.models.kernel.ScalarMatrix")
        .doesNotContain("io.tidewatch.models.kernel.Vector")
        .doesNotContain("io.tidewatch.models.kernel.Panels");
  }

  @Test
  void forcingWhatCannotRunSaysWhatToDo() throws Exception {
    Outcome outcome = run("-Dtidewatch.kernels=vector");
    assertThat(outcome.exitCode()).isNotZero();
    assertThat(outcome.output()).contains("start java with --add-modules " + MODULE);
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 32, 64})
  void vectorsOfEveryWidthGiveTheBitsOfTheScalarVariant(int bytes) throws Exception {
    Outcome outcome = run("--add-modules", MODULE, "-XX:MaxVectorSize=" + bytes);
    assertThat(outcome.output()).contains("vector " + KernelDigest.of(Kernels.scalar()));
  }

  private static Outcome run(String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(KernelDigest.class.getName());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return new Outcome(process.exitValue(), output);
    } finally {
      process.destroyForcibly();
    }
  }
}
