package io.tidewatch.benchmarks.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All contenders compute the same: without that, their times mean nothing. */
final class ContendersTest {
  private static final List<Integer> BATCHES = List.of(1, 33);

  private record Entry(KernelCase kernel, Contender contender) {}

  static Stream<Entry> entries() {
    return Stream.of(KernelCase.values())
        .flatMap(kernel -> Stream.of(Contender.values()).map(who -> new Entry(kernel, who)));
  }

  @ParameterizedTest
  @MethodSource("entries")
  void agreeWithDoublePrecision(Entry entry) {
    for (KernelTurns.Turn turn : KernelTurns.Turn.all(entry.kernel(), entry.contender(), BATCHES)) {
      Problem problem = Problem.of(entry.kernel(), turn.batch());
      try (Computation computation = entry.contender().prepare(problem, turn.variant())) {
        assertThat(Reference.difference(problem, computation))
            .as(turn.toString())
            .isLessThanOrEqualTo(Reference.TOLERANCE);
      }
    }
  }

  @Test
  void wrongOutputIsSeen() {
    Problem problem = Problem.of(KernelCase.MLP, 2);
    var wrong =
        new Computation() {
          @Override
          public Object run() {
            return this;
          }

          @Override
          public float[] outputs() {
            return new float[] {0.5f, Float.NaN};
          }
        };

    assertThat(Reference.difference(problem, wrong)).isNaN();
  }

  @Test
  void rowsDoNotDependOnTheBatch() {
    float[] one = Problem.of(KernelCase.LSTM50, 1).inputs();
    float[] two = Problem.of(KernelCase.LSTM50, 2).inputs();

    assertThat(two).startsWith(one);
  }
}
