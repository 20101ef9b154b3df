package io.tidewatch.connectors.kafka.personal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class KeyTableTest {
  private static final int CUSTOMERS = 200_000;

  private final KeyTable table = new KeyTable();

  /** A number puts the key of a customer; a negative one removes it. */
  @Property(tries = 300)
  void holdsWhatAMapHolds(
      @ForAll @Size(max = 400) List<@IntRange(min = -60, max = 60) Integer> steps) {
    KeyTable tested = new KeyTable();
    Map<String, KeyTable.Wrapped> expected = new HashMap<>();
    for (int i = 0; i < steps.size(); i++) {
      String id = "c" + Math.abs(steps.get(i));
      if (steps.get(i) < 0) {
        tested.remove(id);
        expected.remove(id);
      } else {
        KeyTable.Wrapped key = key(i);
        tested.put(id, key);
        expected.put(id, key);
      }
    }
    assertThat(tested.size()).isEqualTo(expected.size());
    for (int i = 0; i <= 60; i++) {
      assertSame(tested, "c" + i, expected.get("c" + i));
    }
  }

  @Test
  void manyCustomersTakeAboutNinetyBytesEach() {
    for (int i = 0; i < CUSTOMERS; i++) {
      table.put("customer-" + i, key(i));
    }
    for (int i = 0; i < CUSTOMERS; i += 2) {
      table.remove("customer-" + i);
    }
    for (int i = 0; i < CUSTOMERS; i++) {
      assertSame(table, "customer-" + i, i % 2 == 0 ? null : key(i));
    }
    for (int i = 0; i < CUSTOMERS; i += 2) {
      table.put("customer-" + i, key(i)); // into the places of those that went
    }
    assertThat(table.size()).isEqualTo(CUSTOMERS);
    assertThat(table.heapBytes() / CUSTOMERS).isBetween(80L, 95L);
  }

  @Test
  void refusesWhatIsNoWrappedKey() {
    assertThatThrownBy(() -> table.put("c", new KeyTable.Wrapped("m", new byte[3])))
        .hasMessageContaining("60 bytes, not 3");
  }

  private static KeyTable.Wrapped key(int number) {
    byte[] wrapped = new byte[DataKey.WRAPPED_BYTES];
    wrapped[0] = (byte) number;
    wrapped[59] = (byte) (number >> 8);
    return new KeyTable.Wrapped("master-" + number % 3, wrapped);
  }

  private static void assertSame(KeyTable table, String id, KeyTable.Wrapped expected) {
    if (expected == null) {
      assertThat(table.get(id)).as(id).isEmpty();
    } else {
      KeyTable.Wrapped found = table.get(id).orElseThrow();
      assertThat(found.masterKeyId()).isEqualTo(expected.masterKeyId());
      assertThat(found.wrapped()).isEqualTo(expected.wrapped());
    }
  }
}
