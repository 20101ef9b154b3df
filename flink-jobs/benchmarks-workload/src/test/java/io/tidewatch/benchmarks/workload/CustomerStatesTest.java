package io.tidewatch.benchmarks.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.customer.CustomerState;
import io.tidewatch.customer.CustomerStateLayout;
import io.tidewatch.customer.Fold;
import io.tidewatch.schemas.Micros;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CustomerStatesTest {
  @TempDir private Path directory;

  @Test
  void whatWasWrittenIsRead() {
    CustomerStates states = CustomerStates.of(grown());
    states.write(directory.resolve("states"));
    CustomerStates read = CustomerStates.read(directory.resolve("states"));
    for (int customer = 0; customer < 7; customer++) {
      assertThat(read.stateBytes(customer)).isEqualTo(states.stateBytes(customer));
    }
    assertThat(read.meanBytes()).isEqualTo(states.meanBytes()).isGreaterThan(60);
  }

  @Test
  void nextScoringsAreSpreadOverTheFirstDay() {
    CustomerStates states = CustomerStates.of(grown());
    long start = Micros.of(Workload.START);
    int morning = 0;
    for (int customer = 0; customer < 1_000; customer++) {
      long at = states.state(customer).nextRescoreAt();
      assertThat(at).isBetween(start, start + Micros.PER_DAY + 1_000_000);
      assertThat(at % 1_000).as("what is left of a millisecond").isZero();
      morning += at < start + Micros.PER_DAY / 2 ? 1 : 0;
    }
    assertThat(morning).isBetween(400, 600);
  }

  @Test
  void aChangeMovesStreamTimeAndNothingElse() throws IOException {
    CustomerStates states = CustomerStates.of(grown());
    byte[] bytes = states.stateBytes(2);
    CustomerState before = states.state(2);
    for (int i = 0; i < 300; i++) {
      StateChange.apply(bytes);
    }
    CustomerState after =
        CustomerStateLayout.read(new DataInputStream(new ByteArrayInputStream(bytes)));
    assertThat(after.now()).isEqualTo(before.now() + 300);
    before.advanceTo(after.now());
    assertThat(after).usingRecursiveComparison().isEqualTo(before);
  }

  private static List<CustomerState> grown() {
    Workload workload = new Workload(3, 1);
    List<CustomerState> states = new ArrayList<>();
    for (int customer = 0; customer < 3; customer++) {
      states.add(new CustomerState());
    }
    Fold fold = new Fold();
    for (long number = 0; number < 100; number++) {
      fold.fold(states.get(workload.customerOf(number)), workload.event(number));
    }
    return states;
  }
}
