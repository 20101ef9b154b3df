package io.tidewatch.connectors.gateway.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {
  private static final long MEMORY = 8 << 20;

  @TempDir private Path directory;

  @Test
  void keepsWhatWasWritten() {
    try (Store store = Store.open(directory, MEMORY, "1")) {
      put(store, "a1", "x");
    }
    try (Store store = Store.open(directory, MEMORY, "1")) {
      assertThat(store.get(bytes("a1"))).hasValue(bytes("x"));
      store.write(Map.of(ByteBuffer.wrap(bytes("a1")), Optional.empty()));
      assertThat(store.get(bytes("a1"))).isEmpty();
    }
  }

  @Test
  void emptiesWhatAnotherVersionWrote() {
    try (Store store = Store.open(directory, MEMORY, "1")) {
      put(store, "a1", "x");
    }
    try (Store store = Store.open(directory, MEMORY, "2")) {
      assertThat(store.get(bytes("a1"))).isEmpty();
    }
  }

  @Test
  void turnsPagesInTheOrderOfKeys() {
    try (Store store = Store.open(directory, MEMORY, "1")) {
      for (String key : List.of("a3", "a1", "b1", "a2")) {
        put(store, key, key);
      }
      assertThat(keys(store.scan(bytes("a"), Optional.empty(), 2))).containsExactly("a1", "a2");
      assertThat(keys(store.scan(bytes("a"), Optional.of(bytes("a2")), 2))).containsExactly("a3");
      assertThat(store.scan(bytes("a"), Optional.of(bytes("a3")), 2)).isEmpty();
    }
  }

  @Test
  void saysThatAnotherProcessMayUseIt() {
    try (Store store = Store.open(directory, MEMORY, "1")) {
      assertThatThrownBy(() -> Store.open(directory, MEMORY, "1"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(directory.toString())
          .hasMessageContaining("another process");
      assertThat(store.get(bytes("a"))).isEmpty();
    }
  }

  @Test
  void refusesReadersWhenItIsClosed() {
    Store store = Store.open(directory, MEMORY, "1");
    store.close();
    assertThatThrownBy(() -> store.get(bytes("a")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the store is closed");
  }

  @Test
  void ordersCustomersByRisk() {
    assertBefore(Keys.risk(0.9f, "x"), Keys.risk(0.5f, "a"));
    assertBefore(Keys.risk(0.5f, "a"), Keys.risk(0.5f, "b"));
    assertBefore(Keys.risk(0.5f, "b"), Keys.risk(0f, "a"));
    assertThat(Keys.customer(Keys.risk(0.5f, "客户"))).isEqualTo("客户");
  }

  private static void assertBefore(byte[] one, byte[] other) {
    assertThat(Arrays.compareUnsigned(one, other)).isNegative();
  }

  private static void put(Store store, String key, String value) {
    store.write(Map.of(ByteBuffer.wrap(bytes(key)), Optional.of(bytes(value))));
  }

  private static List<String> keys(List<Store.Entry> entries) {
    return entries.stream().map(entry -> new String(entry.key(), StandardCharsets.UTF_8)).toList();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
