package io.tidewatch.connectors.gateway.query;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.connectors.kafka.ConsumedRecord;
import io.tidewatch.connectors.kafka.RecordJson;
import io.tidewatch.schemas.CustomerScore;
import io.tidewatch.schemas.Topic;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * Turns records of the topics into changes of the store. Values are JSON, one record a line, the
 * newest first. A record that comes again changes nothing. One thread.
 */
final class Projection {
  private static final String LINE = "\n";

  private final Store store;
  private final Map<ByteBuffer, Optional<byte[]>> changes = new HashMap<>();

  Projection(Store store) {
    this.store = store;
  }

  /** Takes records, and writes what they change together with how far was read. */
  void apply(List<ConsumedRecord> records) {
    for (ConsumedRecord record : records) {
      apply(record);
      TopicPartition partition = new TopicPartition(record.topic().topicName(), record.partition());
      byte[] next = ByteBuffer.allocate(Long.BYTES).putLong(record.offset() + 1).array();
      put(Keys.offset(partition), next);
    }
    store.write(changes);
    changes.clear();
  }

  private void apply(ConsumedRecord record) {
    boolean removal = record.kind() == ConsumedRecord.Kind.REMOVAL;
    if (record.kind() != ConsumedRecord.Kind.RECORD && !removal) {
      return;
    }
    if (record.topic() == Topic.ERASURES) {
      erase(record);
      return;
    }
    View view = View.of(record.topic()).orElseThrow();
    if (isErased(view, record)) {
      return;
    }
    if (removal) {
      remove(view, record.key());
    } else if (view.newest() == 1) {
      replace(view, record);
    } else {
      prepend(view, record);
    }
  }

  private void erase(ConsumedRecord record) {
    View.ofCustomers().forEach(view -> remove(view, record.key()));
    byte[] at = ByteBuffer.allocate(Long.BYTES).putLong(record.timestamp().toEpochMilli()).array();
    put(Keys.erased(record.key()), at);
  }

  /** Topics are read one beside the other, so what is older than an erasure may come after it. */
  private boolean isErased(View view, ConsumedRecord record) {
    return view.isOfCustomers()
        && get(Keys.erased(record.key()))
            .filter(at -> record.timestamp().toEpochMilli() <= ByteBuffer.wrap(at).getLong())
            .isPresent();
  }

  private void replace(View view, ConsumedRecord record) {
    if (record.record().orElseThrow() instanceof CustomerScore score) {
      removeRisk(record.key());
      put(Keys.risk(score.getChurn(), record.key()), new byte[0]);
    }
    put(Keys.of(view, record.key()), bytes(json(record)));
  }

  private void prepend(View view, ConsumedRecord record) {
    byte[] key = Keys.of(view, record.key());
    String line = json(record);
    List<String> lines = new ArrayList<>(lines(get(key)));
    if (!lines.contains(line)) {
      lines.add(0, line);
      put(key, bytes(String.join(LINE, lines.subList(0, Math.min(lines.size(), view.newest())))));
    }
  }

  private void remove(View view, String key) {
    if (view == View.SCORE) {
      removeRisk(key);
    }
    changes.put(ByteBuffer.wrap(Keys.of(view, key)), Optional.empty());
  }

  private void removeRisk(String customerId) {
    get(Keys.of(View.SCORE, customerId))
        .map(Answers::parse)
        .map(Keys::risk)
        .ifPresent(key -> changes.put(ByteBuffer.wrap(key), Optional.empty()));
  }

  private Optional<byte[]> get(byte[] key) {
    Optional<byte[]> changed = changes.get(ByteBuffer.wrap(key));
    return changed == null ? store.get(key) : changed;
  }

  private void put(byte[] key, byte[] value) {
    changes.put(ByteBuffer.wrap(key), Optional.of(value));
  }

  /** What customers wrote is left where it is: the store is no second place for it. */
  private static String json(ConsumedRecord record) {
    ObjectNode json = RecordJson.of(record.record().orElseThrow());
    if (record.topic() == Topic.TICKETS) {
      json.remove("text");
    }
    return json.toString();
  }

  /** Returns the lines of a value, newest first. */
  static List<String> lines(Optional<byte[]> value) {
    return value
        .map(bytes -> List.of(new String(bytes, StandardCharsets.UTF_8).split(LINE)))
        .orElse(List.of());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
