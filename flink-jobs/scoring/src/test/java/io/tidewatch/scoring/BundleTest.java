package io.tidewatch.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.customer.CustomerState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BundleTest {
  private final HotCustomers customers = new HotCustomers(10, new Unknown());
  private final Bundle bundle = new Bundle(6);

  @Test
  void dealsOutTheFirstEventOfEachCustomerThenTheSecondOfEach() throws Exception {
    add("a", "b", "a", "c", "a", "b");
    assertThat(bundle.isFull()).isTrue();
    assertThat(waves()).containsExactly(List.of(0, 1, 3), List.of(2, 5), List.of(4));
  }

  @Test
  void isAsNewAfterItsRelease() throws Exception {
    add("a", "a", "b");
    waves();
    bundle.release(customers);
    assertThat(bundle.isEmpty()).isTrue();
    add("b", "a");
    assertThat(waves()).containsExactly(List.of(0, 1));
  }

  @Test
  void looksUpEachCustomerOnce() throws Exception {
    add("a", "b", "a");
    bundle.firstWave(customers);
    bundle.release(customers);
    assertThat(customers.misses()).isEqualTo(2);
    assertThat(customers.size()).as("unknown ones are forgotten").isZero();
  }

  private void add(String... customerIds) {
    for (String customerId : customerIds) {
      bundle.add(customerId, null);
    }
  }

  /** The positions of the turns of each wave. */
  private List<List<Integer>> waves() throws Exception {
    List<List<Integer>> waves = new ArrayList<>();
    for (bundle.firstWave(customers); bundle.waveSize() > 0; bundle.nextWave()) {
      List<Integer> positions = new ArrayList<>();
      for (int i = 0; i < bundle.waveSize(); i++) {
        positions.add(bundle.wave()[i].position);
      }
      waves.add(positions);
    }
    return waves;
  }

  private static final class Unknown implements HotCustomers.Store {
    @Override
    public CustomerState read(String customerId) {
      return null;
    }

    @Override
    public void write(String customerId, CustomerState state) {
      throw new AssertionError("nothing was changed");
    }

    @Override
    public void remove(String customerId) {
      throw new AssertionError("nobody was erased");
    }

    @Override
    public int groups() {
      return 1;
    }

    @Override
    public int group(String customerId) {
      return 0;
    }
  }
}
