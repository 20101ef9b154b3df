package io.tidewatch.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.customer.CustomerState;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class HotCustomersTest {

  /** Keeps what it was given last, as a number that the state carries, and counts the calls. */
  private static final class Numbers implements HotCustomers.Store {
    private final Map<String, Long> stored = new HashMap<>();
    private final List<String> reads = new ArrayList<>();
    private final List<String> writes = new ArrayList<>();
    private final List<CustomerState> takenBack = new ArrayList<>();

    @Override
    public void takeBack(CustomerState state) {
      takenBack.add(state);
    }

    @Override
    public CustomerState read(String customerId) {
      reads.add(customerId);
      return stored.containsKey(customerId) ? state(stored.get(customerId)) : null;
    }

    @Override
    public void write(String customerId, CustomerState state) {
      writes.add(customerId);
      stored.put(customerId, state.now());
    }

    @Override
    public void remove(String customerId) {
      stored.remove(customerId);
    }

    @Override
    public int groups() {
      return 3;
    }

    @Override
    public int group(String customerId) {
      return customerId.charAt(customerId.length() - 1) % 3; // a: 1, b: 2, c: 0, d: 1
    }
  }

  private static CustomerState state(long number) {
    CustomerState state = new CustomerState();
    state.advanceTo(number);
    return state;
  }

  private final Numbers store = new Numbers();

  @Test
  void readsOnceAndWritesWhenAsked() throws Exception {
    HotCustomers customers = new HotCustomers(2, store);
    for (int i = 1; i <= 3; i++) {
      set(customers, "a", i);
    }
    assertThat(store.reads).containsExactly("a");
    assertThat(store.writes).isEmpty();
    customers.flush();
    customers.flush();
    assertThat(store.writes).containsExactly("a");
    assertThat(store.stored).containsEntry("a", 3L);
  }

  @Test
  void makesRoomByTheOneWithoutAHit() throws Exception {
    HotCustomers customers = new HotCustomers(2, store);
    set(customers, "often", 1);
    set(customers, "once", 2);
    set(customers, "often", 3);
    set(customers, "new", 4);
    assertThat(store.writes).containsExactly("once");
    set(customers, "often", 5);
    assertThat(store.reads).containsExactly("often", "once", "new");
  }

  @Test
  void givesTheMemoryBackOfWhoLeft() throws Exception {
    HotCustomers customers = new HotCustomers(1, store);
    set(customers, "first", 1);
    Customer first = customers.get("first");
    CustomerState ofFirst = first.state;
    customers.release(first);
    assertThat(store.takenBack).isEmpty();
    set(customers, "second", 2);
    assertThat(store.takenBack).hasSize(1).first().isSameAs(ofFirst);
    assertThat(store.stored).containsEntry("first", 1L);
    assertThat(first.state).isNull();
  }

  @Test
  void writesGroupByGroupWhenTooManyAreUnwritten() throws Exception {
    HotCustomers customers = new HotCustomers(10, store);
    customers.allowDirty(2);
    for (String id : List.of("a", "b", "a", "c", "d")) {
      set(customers, id, 1);
    }
    assertThat(store.writes).containsExactly("c", "a");
    assertThat(customers.dirty()).isEqualTo(2);
    assertThat(customers.size()).isEqualTo(4);
  }

  @Test
  void writesWhatIsNoLongerAllowed() throws Exception {
    HotCustomers customers = new HotCustomers(10, store);
    for (String id : List.of("a", "b", "c")) {
      set(customers, id, 1);
    }
    assertThat(store.writes).isEmpty();
    customers.allowDirty(1);
    set(customers, "c", 2);
    assertThat(store.writes).containsExactly("c", "a");
  }

  @Test
  void writesEachGroupByKeysShortOnesFirst() throws Exception {
    HotCustomers customers = new HotCustomers(10, store);
    for (String id : List.of("4a", "12a", "3b", "4c", "2a", "1c")) {
      set(customers, id, 1);
    }
    customers.flush();
    assertThat(store.writes).containsExactly("1c", "4c", "2a", "4a", "12a", "3b");
  }

  @Test
  void whoIsChangedInTheGroupWhoseTurnItIsWaitsForTheNextRound() throws Exception {
    HotCustomers customers = new HotCustomers(10, store);
    for (String id : List.of("1c", "3c", "1a")) {
      set(customers, id, 1);
    }
    customers.allowDirty(2);
    set(customers, "1b", 1);
    assertThat(store.writes).containsExactly("1c", "3c");
    set(customers, "1c", 2);
    customers.flush();
    assertThat(store.writes).containsExactly("1c", "3c", "1a", "1b", "1c");
    assertThat(store.stored).containsEntry("1c", 2L);
  }

  @Test
  void keepsWhoIsInTheBundleEvenWithoutRoom() throws Exception {
    HotCustomers customers = new HotCustomers(0, store);
    Customer first = customers.get("a");
    Customer second = customers.get("b");
    assertThat(customers.get("a")).isSameAs(first);
    for (Customer customer : List.of(first, second)) {
      customer.state = state(7);
      customers.changed(customer);
      customers.release(customer);
    }
    assertThat(customers.size()).isZero();
    assertThat(store.stored).containsOnly(Map.entry("a", 7L), Map.entry("b", 7L));
  }

  @Test
  void aHitAllocatesNothing() throws Exception {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    HotCustomers customers = new HotCustomers(8, store);
    String[] ids = {"a", "b", "c"};
    hit(customers, ids, 20_000);
    long before = threads.getCurrentThreadAllocatedBytes();
    hit(customers, ids, 10_000);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
  }

  private static void hit(HotCustomers customers, String[] ids, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      Customer customer = customers.get(ids[i % ids.length]);
      if (customer.state == null) {
        customer.state = new CustomerState();
      }
      customers.changed(customer);
      customers.release(customer);
    }
  }

  /** Against a plain map: the same answers, within the bounds, and all of it after a flush. */
  @Property(tries = 300)
  void isTheStoreOnlyFaster(
      @ForAll long seed,
      @ForAll @IntRange(max = 12) int capacity,
      @ForAll @IntRange(max = 12) int maxDirty)
      throws Exception {
    Numbers numbers = new Numbers();
    HotCustomers customers = new HotCustomers(capacity, numbers);
    customers.allowDirty(maxDirty);
    Map<String, Long> expected = new HashMap<>();
    Random random = new Random(seed);
    for (int bundle = 0; bundle < 200; bundle++) {
      Set<Customer> used = new LinkedHashSet<>();
      for (int i = random.nextInt(9); i >= 0; i--) {
        // Squared, so that some come often.
        String id = "c" + (int) (30 * Math.pow(random.nextDouble(), 2));
        Customer customer = customers.get(id);
        used.add(customer);
        assertThat(customer.state == null ? null : customer.state.now())
            .isEqualTo(expected.get(id));
        change(customers, customer, expected, random);
      }
      for (Customer customer : used) {
        customers.release(customer);
      }
      assertThat(customers.size()).isLessThanOrEqualTo(capacity);
      assertThat(customers.dirty()).isLessThanOrEqualTo(Math.min(maxDirty, capacity));
      if (random.nextInt(40) == 0) {
        customers.flush();
        assertThat(numbers.stored).isEqualTo(expected);
      }
    }
    assertThat(customers.hits() + customers.misses()).isPositive();
  }

  private static void change(
      HotCustomers customers, Customer customer, Map<String, Long> expected, Random random)
      throws Exception {
    switch (random.nextInt(8)) {
      case 0, 1 -> {}
      case 2 -> {
        if (customer.state != null) {
          customers.erase(customer);
          expected.remove(customer.id);
        }
      }
      default -> {
        long number = 1 + random.nextInt(1_000_000);
        customer.state = state(number);
        customers.changed(customer);
        expected.put(customer.id, number);
      }
    }
  }

  private static void set(HotCustomers customers, String id, long number) throws Exception {
    Customer customer = customers.get(id);
    customer.state = state(number);
    customers.changed(customer);
    customers.release(customer);
  }
}
