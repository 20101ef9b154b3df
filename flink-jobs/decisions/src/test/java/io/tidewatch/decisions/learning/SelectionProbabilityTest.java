package io.tidewatch.decisions.learning;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectionProbabilityTest {
  private static final String MODULE = "jdk.incubator.vector";

  @Property(tries = 20)
  void isTheIntegralToAThousandth(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Slate slate = Slate.of(contenders(random, 2 + random.nextInt(200)), 0.5);
    for (int i = 0; i < 3; i++) {
      int index = random.nextInt(slate.size);
      double exact = integral(slate, index);
      if (exact > 1e-3) { // below, what counts is 1e-5
        assertThat(SelectionProbability.of(slate, index)).isCloseTo(exact, withinPercentage(0.1));
      }
    }
  }

  /** Plainly: the same integral in steps 20 times as fine, with another normal distribution. */
  private static double integral(Slate slate, int index) {
    NormalDistribution normal = new NormalDistribution();
    double sum = 0;
    double step = 0.02;
    for (double deviations = -7; deviations <= 7; deviations += step) {
      double worth = slate.worthAt(index, deviations);
      double product = normal.density(deviations);
      for (int i = 0; i < slate.size && product > 1e-12; i++) {
        double odds = slate.weights[i] / worth - 1;
        if (i != index && odds > 0) {
          product *=
              normal.cumulativeProbability((-Math.log(odds) - slate.means[i]) / slate.sds[i]);
        }
      }
      sum += product;
    }
    return sum * step;
  }

  @Property(tries = 200)
  void vectorsGiveTheBitsOfPlainJava(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Slate slate = Slate.of(contenders(random, 1 + random.nextInt(40)), 0.5);
    for (int i = 0; i < slate.size; i++) {
      assertThat(SelectionProbability.of(slate, i, BelowAll.vector().orElseThrow()))
          .isEqualTo(SelectionProbability.of(slate, i, BelowAll.scalar()));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 32, 64})
  void vectorsOfEveryWidthGiveTheBitsOfPlainJava(int bytes) throws Exception {
    assertThat(run("--add-modules", MODULE, "-XX:MaxVectorSize=" + bytes))
        .contains("VectorBelowAll " + digest(BelowAll.scalar()));
  }

  @Test
  void plainJavaRunsWithoutTheModuleAndWhereItIsAskedFor() throws Exception {
    String expected = "ScalarBelowAll " + digest(BelowAll.scalar());
    assertThat(run()).contains(expected);
    assertThat(run("--add-modules", MODULE, "-Dtidewatch.kernels=scalar")).contains(expected);
  }

  private static String run(String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Digest.class.getName());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(output).isZero();
      return output;
    } finally {
      process.destroyForcibly();
    }
  }

  /** Prints which variant a JVM chose, and what it computes. */
  static final class Digest {
    public static void main(String[] args) {
      System.out.println(BelowAll.BEST.getClass().getSimpleName() + " " + digest(BelowAll.BEST));
    }
  }

  /** Enough of them that the loops are compiled on the way. */
  private static long digest(BelowAll belowAll) {
    SplittableRandom random = new SplittableRandom(3);
    long digest = 0;
    for (int i = 0; i < 3_000; i++) {
      Slate slate = Slate.of(contenders(random, 1 + random.nextInt(60)), 0.5);
      double probability = SelectionProbability.of(slate, random.nextInt(slate.size), belowAll);
      digest = 31 * digest + Double.doubleToRawLongBits(probability);
    }
    return digest;
  }

  private static List<Contender> contenders(SplittableRandom random, int count) {
    List<Contender> contenders = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Activation activation =
          new Activation(-3 + 3 * random.nextDouble(), 0.2 + random.nextDouble());
      contenders.add(new Contender("o" + i, random.nextInt(20) * 100, activation));
    }
    return contenders;
  }
}
