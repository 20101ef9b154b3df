package io.tidewatch.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.customer.CustomerState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PackedCustomersTest {

  /** Keeps a number and a size of each state, and counts the calls. */
  private static final class Numbers implements HotCustomers.Store {
    private final Map<String, List<Long>> stored = new HashMap<>();
    private final List<String> reads = new ArrayList<>();
    private final List<String> writes = new ArrayList<>();

    @Override
    public CustomerState read(String customerId) {
      reads.add(customerId);
      List<Long> there = stored.get(customerId);
      return there == null ? null : state(there.get(0), there.get(1));
    }

    @Override
    public void write(String customerId, CustomerState state) {
      writes.add(customerId);
      stored.put(customerId, numbers(state));
    }

    @Override
    public void remove(String customerId) {
      stored.remove(customerId);
    }
  }

  private static final long MODEL = 7;

  private final Numbers store = new Numbers();

  /** A state that carries a number and takes some {@code 4 * floats} bytes. */
  private static CustomerState state(long number, long floats) {
    CustomerState state = new CustomerState();
    state.advanceTo(number);
    state.newRecurrent(MODEL, (int) floats);
    return state;
  }

  private static List<Long> numbers(CustomerState state) {
    return List.of(state.now(), (long) state.recurrent(MODEL).values().length);
  }

  @Test
  void readsWhatItWasGivenAndWritesItOnce() throws Exception {
    PackedCustomers packed = new PackedCustomers(PackedCustomers.SEGMENT_BYTES, store);
    packed.write("a", state(1, 10));
    packed.write("a", state(2, 10));
    packed.write("a", state(3, 300)); // no longer fits into its place
    assertThat(numbers(packed.read("a"))).containsExactly(3L, 300L);
    assertThat(store.writes).isEmpty();
    packed.flush();
    packed.flush();
    assertThat(store.writes).containsExactly("a");
    assertThat(store.stored).containsEntry("a", List.of(3L, 300L));
    assertThat(store.reads).isEmpty();
  }

  @Test
  void writesNoMoreThanIsNotAllowedToWait() throws Exception {
    PackedCustomers packed = new PackedCustomers(PackedCustomers.SEGMENT_BYTES, store);
    for (String id : List.of("a", "b", "c")) {
      packed.write(id, state(1, 10));
    }
    packed.allowDirty(2);
    assertThat(store.writes).containsExactly("a");
    assertThat(packed.dirty()).isEqualTo(2);
  }

  @Test
  void keepsWhoIsAskedForWhenThereIsNoRoomForAll() throws Exception {
    PackedCustomers packed = new PackedCustomers(2 * PackedCustomers.SEGMENT_BYTES, store);
    packed.write("often", state(1, 1_000));
    for (int i = 0; i < 5_000; i++) {
      packed.write("once-" + i, state(i + 1, 1_000));
      packed.read("often");
    }
    assertThat(store.reads).isEmpty();
    assertThat(packed.size()).isBetween(400, 520);
    packed.read("once-0");
    assertThat(store.reads).containsExactly("once-0");
  }

  @Test
  void withoutMemoryItIsTheStore() throws Exception {
    PackedCustomers packed = new PackedCustomers(PackedCustomers.SEGMENT_BYTES - 1, store);
    packed.write("a", state(1, 10));
    assertThat(store.writes).containsExactly("a");
    assertThat(numbers(packed.read("a"))).containsExactly(1L, 10L);
    assertThat(packed.size()).isZero();
    packed.flush();
  }

  /** Against a plain map, with so little memory that segments are swept all the time. */
  @Property(tries = 60)
  void isTheStoreOnlyFaster(@ForAll long seed, @ForAll @IntRange(min = 1, max = 3) int segments)
      throws Exception {
    Numbers numbers = new Numbers();
    PackedCustomers packed =
        new PackedCustomers((long) segments * PackedCustomers.SEGMENT_BYTES, numbers);
    Map<String, List<Long>> expected = new HashMap<>();
    Random random = new Random(seed);
    Set<String> ids = new HashSet<>();
    for (int step = 0; step < 6_000; step++) {
      String id = "客户" + (int) (1_500 * Math.pow(random.nextDouble(), 3));
      ids.add(id);
      switch (random.nextInt(12)) {
        case 0 -> {
          packed.remove(id);
          expected.remove(id);
        }
        case 1, 2, 3, 4 -> {
          CustomerState read = packed.read(id);
          assertThat(read == null ? null : numbers(read)).isEqualTo(expected.get(id));
        }
        default -> {
          List<Long> written = List.of(1L + random.nextInt(1_000_000), 1L + random.nextInt(1_024));
          packed.write(id, state(written.get(0), written.get(1)));
          expected.put(id, written);
        }
      }
      if (random.nextInt(500) == 0) {
        packed.allowDirty(random.nextInt(50));
      }
      if (random.nextInt(1_000) == 0) {
        packed.flush();
        assertThat(packed.dirty()).isZero();
        assertThat(numbers.stored).isEqualTo(expected);
      }
    }
    packed.flush();
    assertThat(numbers.stored).isEqualTo(expected);
    assertThat(packed.evictions()).isPositive();
    for (String id : ids) {
      CustomerState read = packed.read(id);
      assertThat(read == null ? null : numbers(read)).isEqualTo(expected.get(id));
    }
  }
}
