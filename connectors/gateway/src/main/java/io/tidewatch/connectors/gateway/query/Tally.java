package io.tidewatch.connectors.gateway.query;

import io.tidewatch.connectors.gateway.query.Store.Entry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Numbers that the store keeps of many records, without naming any: what was counted, and by what.
 * Keys are {@code 'c', kind, 0, part, 0, part...}; no part holds a zero.
 */
enum Tally {
  /** Offers, by day, step and offer. */
  FUNNEL,
  /** Money that offers brought in minor units, by day, currency and offer. */
  VALUE,
  /** What was held back, by day, kind and reason. */
  HELD_BACK,
  /** Alerts, by day and desk. */
  ALERTS,
  /** What desks heard, by day and kind. */
  ANSWERS,
  /** Customers in the comparison of offers with the holdout, by arm and whether they bought. */
  ARMS,
  /** Decisions that a shadow was asked about, by model, champion, shadow, and tenths of both. */
  SHADOWS,
  /** Records that were refused, by day, topic and reason. */
  DEAD_LETTERS;

  private static final String SEPARATOR = "\0";

  /** One number and what it is counted by. */
  record Count(List<String> parts, long number) {}

  byte[] key(String... parts) {
    List<String> clean = new ArrayList<>(List.of(name()));
    for (String part : parts) {
      clean.add(part.replace('\0', ' '));
    }
    return bytes(String.join(SEPARATOR, clean));
  }

  /** Returns all numbers of this kind, in the order of their parts. */
  List<Count> all(Store store) {
    List<Count> counts = new ArrayList<>();
    byte[] prefix = bytes(name() + SEPARATOR);
    for (Entry entry : store.scan(prefix, Optional.empty(), Integer.MAX_VALUE)) {
      String[] parts = Keys.text(entry.key()).split(SEPARATOR, -1);
      counts.add(new Count(List.of(parts).subList(1, parts.length), Changes.number(entry.value())));
    }
    return counts;
  }

  private static byte[] bytes(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(1 + utf8.length).put(Keys.COUNT).put(utf8).array();
  }
}
