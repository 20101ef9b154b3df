package io.tidewatch.benchmarks.latency;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * The latencies of one or more windows, in microseconds. An event counts once, when the last record
 * that it triggered has come out.
 *
 * <ul>
 *   <li>{@code appendToAppend}: the broker's append of the event to its append of the decision;
 *       both are whole milliseconds, so that one value may be off by 1 ms.
 *   <li>{@code appendToRead}: the same append to the moment at which a consumer has the decision.
 *   <li>{@code actedOnToRead}: the same, to the last of those records only that somebody acts on.
 *   <li>{@code dueToRead}: from when the event was due to be sent, corrected for coordinated
 *       omission, to that moment.
 * </ul>
 *
 * One thread.
 */
final class Latencies {
  private static final long HIGHEST_MICROS = 600_000_000L;
  private static final int DIGITS = 3;

  private final Histogram appendToAppend;
  private final Histogram appendToRead;
  private final Histogram actedOnToRead;
  private final Histogram dueToRead;
  private final Map<DecisionKind, Long> records;

  Latencies() {
    this(histogram(), histogram(), histogram(), histogram(), new EnumMap<>(DecisionKind.class));
  }

  private Latencies(
      Histogram appendToAppend,
      Histogram appendToRead,
      Histogram actedOnToRead,
      Histogram dueToRead,
      Map<DecisionKind, Long> records) {
    this.appendToAppend = appendToAppend;
    this.appendToRead = appendToRead;
    this.actedOnToRead = actedOnToRead;
    this.dueToRead = dueToRead;
    this.records = records;
  }

  private static Histogram histogram() {
    return new Histogram(HIGHEST_MICROS, DIGITS);
  }

  /** Joins what was sent with what came out. */
  static Latencies of(Sent sent, Decided decided) {
    int[] last = new int[sent.count()]; // 1 + index of the event's latest record, 0 for none
    int[] lastActedOn = new int[sent.count()];
    Latencies latencies = new Latencies();
    for (int i = 0; i < decided.count(); i++) {
      if (sent.holds(decided.number(i))) {
        int event = (int) (decided.number(i) - sent.firstNumber());
        keepLater(last, event, decided, i);
        if (decided.kind(i).isActedOn()) {
          keepLater(lastActedOn, event, decided, i);
        }
        latencies.records.merge(decided.kind(i), 1L, Long::sum);
      }
    }
    for (int event = 0; event < last.length; event++) {
      if (last[event] > 0) {
        latencies.add(sent, event, decided, last[event] - 1);
      }
      if (lastActedOn[event] > 0) {
        int record = lastActedOn[event] - 1;
        record(latencies.actedOnToRead, decided.readMicros(record) - appendedMicros(sent, event));
      }
    }
    return latencies;
  }

  private static void keepLater(int[] last, int event, Decided decided, int record) {
    if (last[event] == 0
        || decided.appendedMillis(record) >= decided.appendedMillis(last[event] - 1)) {
      last[event] = record + 1;
    }
  }

  private static long appendedMicros(Sent sent, int event) {
    return sent.appendedMillis()[event] * 1_000;
  }

  private void add(Sent sent, int event, Decided decided, int record) {
    long appendedMicros = appendedMicros(sent, event);
    record(appendToAppend, decided.appendedMillis(record) * 1_000 - appendedMicros);
    record(appendToRead, decided.readMicros(record) - appendedMicros);
    record(dueToRead, decided.readMicros(record) - sent.intendedMicros()[event]);
  }

  private static void record(Histogram histogram, long micros) {
    histogram.recordValue(Math.min(HIGHEST_MICROS, Math.max(0, micros)));
  }

  /** Adds those of another window. */
  void add(Latencies other) {
    appendToAppend.add(other.appendToAppend);
    appendToRead.add(other.appendToRead);
    actedOnToRead.add(other.actedOnToRead);
    dueToRead.add(other.dueToRead);
    other.records.forEach((kind, count) -> records.merge(kind, count, Long::sum));
  }

  Histogram appendToAppend() {
    return appendToAppend;
  }

  Histogram appendToRead() {
    return appendToRead;
  }

  Histogram actedOnToRead() {
    return actedOnToRead;
  }

  Histogram dueToRead() {
    return dueToRead;
  }

  /** Returns how many events were timed. */
  long events() {
    return appendToAppend.getTotalCount();
  }

  /** Returns how many records came out for them. */
  Map<DecisionKind, Long> records() {
    return Map.copyOf(records);
  }

  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("appendToAppend", encoded(appendToAppend));
    json.put("appendToRead", encoded(appendToRead));
    json.put("actedOnToRead", encoded(actedOnToRead));
    json.put("dueToRead", encoded(dueToRead));
    ObjectNode counts = json.putObject("records");
    records.forEach((kind, count) -> counts.put(kind.name(), count));
    return json;
  }

  static Latencies of(JsonNode json) throws IOException {
    Map<DecisionKind, Long> records = new EnumMap<>(DecisionKind.class);
    json.get("records")
        .fields()
        .forEachRemaining(
            entry -> records.put(DecisionKind.valueOf(entry.getKey()), entry.getValue().asLong()));
    return new Latencies(
        decoded(json.get("appendToAppend").asText()),
        decoded(json.get("appendToRead").asText()),
        decoded(json.get("actedOnToRead").asText()),
        decoded(json.get("dueToRead").asText()),
        records);
  }

  private static String encoded(Histogram histogram) {
    ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    int length = histogram.encodeIntoCompressedByteBuffer(buffer);
    byte[] bytes = new byte[length];
    buffer.flip().get(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static Histogram decoded(String text) throws IOException {
    try {
      return Histogram.decodeFromCompressedByteBuffer(
          ByteBuffer.wrap(Base64.getDecoder().decode(text)), HIGHEST_MICROS);
    } catch (DataFormatException e) {
      throw new IOException("not a histogram", e);
    }
  }
}
