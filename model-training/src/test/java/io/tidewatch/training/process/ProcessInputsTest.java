package io.tidewatch.training.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

final class ProcessInputsTest {
  private static final long DAY = 86_400;

  @Test
  void theDateStaysWithinWhatWasLearnedFrom() {
    List<ProcessCase> learned = List.of(at(10 * DAY), at(20 * DAY));
    ProcessInputs inputs = new ProcessInputs(Activities.of(learned), learned);

    assertThat(date(inputs, at(10 * DAY))).isEqualTo(-1);
    assertThat(date(inputs, at(15 * DAY))).isEqualTo(0);
    assertThat(date(inputs, at(20 * DAY))).isEqualTo(1);
    assertThat(date(inputs, at(5 * DAY))).isEqualTo(-1);
    assertThat(date(inputs, at(900 * DAY))).isEqualTo(1);
  }

  @Test
  void casesOfOneMomentHaveNoDate() {
    List<ProcessCase> learned = List.of(at(10 * DAY));
    ProcessInputs inputs = new ProcessInputs(Activities.of(learned), learned);

    assertThat(date(inputs, at(30 * DAY))).isEqualTo(0);
  }

  private static ProcessCase at(long seconds) {
    return new ProcessCase("one", List.of("1"), new long[] {seconds});
  }

  private static double date(ProcessInputs inputs, ProcessCase one) {
    INDArray values = inputs.inputs(List.of(one));
    return values.getDouble(0, inputs.width() - 1, 0);
  }
}
