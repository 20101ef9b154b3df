package io.tidewatch.connectors.gateway.query;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.connectors.kafka.ConsumedRecord;
import io.tidewatch.connectors.kafka.RecordJson;
import io.tidewatch.connectors.kafka.privacy.CustomerDigests;
import io.tidewatch.schemas.CustomerScore;
import io.tidewatch.schemas.DeadLetter;
import io.tidewatch.schemas.DecisionRecord;
import io.tidewatch.schemas.PurchaseEvent;
import io.tidewatch.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Turns records of the topics into changes of the store. Values are JSON, one record a line, the
 * newest first. A record that comes again changes nothing. One thread.
 */
final class Projection {
  /** Newest refused records that are kept of each partition. */
  static final int DEAD_LETTERS = 64;

  private static final String LINE = "\n";
  private static final List<String> BYTES = List.of("key", "value");

  private final Changes changes;
  private final Counting counting;
  private final Trials trials;
  private final Shadows shadows;
  private final AlertOrder alerts;
  private final CustomerDigests digests = CustomerDigests.unkeyed();

  Projection(Store store) {
    this.changes = new Changes(store);
    this.counting = new Counting(changes);
    this.trials = new Trials(changes);
    this.shadows = new Shadows(changes);
    this.alerts = new AlertOrder(changes);
  }

  /** Returns the topics that it makes something of. */
  static List<Topic> topics() {
    return Stream.concat(
            Arrays.stream(View.values()).map(View::topic),
            Stream.of(Topic.ERASURES, Topic.PURCHASES, Topic.DECISION_LOG, Topic.DEAD_LETTERS))
        .toList();
  }

  /**
   * Takes records, and writes what they change together with how far was read.
   *
   * @return those that changed something
   */
  List<ConsumedRecord> apply(List<ConsumedRecord> records) {
    List<ConsumedRecord> taken = new ArrayList<>();
    for (ConsumedRecord record : records) {
      if (apply(record)) {
        taken.add(record);
      }
      TopicPartition partition = new TopicPartition(record.topic().topicName(), record.partition());
      changes.put(Keys.offset(partition), Changes.bytes(record.offset() + 1));
    }
    changes.write();
    return taken;
  }

  private boolean apply(ConsumedRecord record) {
    boolean removal = record.kind() == ConsumedRecord.Kind.REMOVAL;
    if (record.kind() != ConsumedRecord.Kind.RECORD && !removal) {
      return false;
    }
    if (record.topic() == Topic.ERASURES) {
      erase(record);
      return true;
    }
    if (isErased(record)) {
      return false;
    }
    Optional<View> view = View.of(record.topic());
    if (view.isEmpty()) {
      record.record().ifPresent(taken -> count(record, taken));
    } else if (removal) {
      remove(view.get(), record.key());
    } else if (view.get().newest() == 1) {
      replace(view.get(), record);
    } else {
      return prepend(view.get(), record);
    }
    return true;
  }

  /** Takes what is no answer by itself. */
  private void count(ConsumedRecord consumed, SpecificRecord record) {
    if (record instanceof PurchaseEvent purchase) {
      trials.purchase(purchase);
    } else if (record instanceof DecisionRecord decision) {
      shadows.decision(decision);
    } else if (record instanceof DeadLetter letter) {
      counting.refused(letter);
      ObjectNode json = RecordJson.of(letter).remove(BYTES); // what customers sent stays there
      changes.put(
          Keys.deadLetter(consumed.partition(), consumed.offset(), DEAD_LETTERS),
          bytes(json.toString()));
    }
  }

  private void erase(ConsumedRecord record) {
    View.ofCustomers().forEach(view -> remove(view, record.key()));
    trials.erase(record.key());
    changes.remove(Keys.snooze(record.key()));
    changes.put(
        Keys.erased(digests.of(record.key())), Changes.bytes(record.timestamp().toEpochMilli()));
  }

  /** Topics are read one beside the other, so what is older than an erasure may come after it. */
  private boolean isErased(ConsumedRecord record) {
    return View.isOfCustomers(record.topic())
        && changes
            .get(Keys.erased(digests.of(record.key())))
            .filter(at -> record.timestamp().toEpochMilli() <= Changes.number(at))
            .isPresent();
  }

  private void replace(View view, ConsumedRecord record) {
    if (record.record().orElseThrow() instanceof CustomerScore score) {
      removeRisk(record.key());
      changes.put(Keys.risk(score.getChurn(), record.key()), new byte[0]);
    }
    changes.put(Keys.of(view, record.key()), bytes(json(record)));
  }

  private boolean prepend(View view, ConsumedRecord record) {
    byte[] key = Keys.of(view, record.key());
    String line = json(record);
    List<String> before = lines(changes.get(key));
    if (before.contains(line)) {
      return false;
    }
    List<String> lines = new ArrayList<>(before);
    lines.add(0, line);
    List<String> newest = lines.subList(0, Math.min(lines.size(), view.newest()));
    changes.put(key, bytes(String.join(LINE, newest)));
    if (view == View.ALERTS) {
      alerts.replace(record.key(), before, newest);
    }
    counting.taken(record.record().orElseThrow(), trials);
    return true;
  }

  private void remove(View view, String key) {
    if (view == View.SCORE) {
      removeRisk(key);
    }
    if (view == View.ALERTS) {
      alerts.replace(key, lines(changes.get(Keys.of(view, key))), List.of());
    }
    changes.remove(Keys.of(view, key));
  }

  private void removeRisk(String customerId) {
    changes
        .get(Keys.of(View.SCORE, customerId))
        .map(Answers::parse)
        .map(Keys::risk)
        .ifPresent(changes::remove);
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
