package io.tidewatch.platform.privacy;

import io.tidewatch.connectors.kafka.ConsumedRecord;
import io.tidewatch.connectors.kafka.CustomerKeys;
import io.tidewatch.connectors.kafka.RecordConsumer;
import io.tidewatch.connectors.kafka.privacy.SearchTerms;
import io.tidewatch.schemas.CustomerProfile;
import io.tidewatch.schemas.IdentityLink;
import io.tidewatch.schemas.TicketEvent;
import io.tidewatch.schemas.Topic;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.configuration.ReadableConfig;

/**
 * What topics say of one customer that others do not call by the id: visitors who were linked, and
 * personal values. Kept in memory only. One thread.
 */
final class CustomerFacts {
  private static final Duration POLL = Duration.ofMillis(200);

  /** Of a ticket's text so much is searched for: more is not needed to know it again. */
  private static final int TEXT_CHARACTERS = 40;

  /** Values that are searched for at most; the newest texts of somebody with many tickets. */
  private static final int MOST_VALUES = 200;

  private final String customerId;
  private final Set<String> visitors = new TreeSet<>();
  private final Map<String, String> values = new LinkedHashMap<>();

  private CustomerFacts(String customerId) {
    this.customerId = customerId;
  }

  /** Knows nothing but the id. */
  static CustomerFacts none(String customerId) {
    return new CustomerFacts(customerId);
  }

  /** Reads profiles, links and tickets. */
  static CustomerFacts read(ReadableConfig config, String customerId) {
    CustomerFacts facts = new CustomerFacts(customerId);
    read(config, Topic.IDENTITIES, facts::take);
    try (ReadableRecords readable = ReadableRecords.open(config)) {
      read(config, Topic.CUSTOMERS, record -> facts.takeOwn(record, readable));
      read(config, Topic.TICKETS, record -> facts.takeOwn(record, readable));
    }
    return facts;
  }

  /** Gives every record of a topic that can be decoded. */
  static void read(ReadableConfig config, Topic topic, Consumer<SpecificRecord> each) {
    try (RecordConsumer consumer = RecordConsumer.fromBeginning(config, List.of(topic))) {
      do {
        for (ConsumedRecord consumed : consumer.poll(POLL)) {
          consumed.record().ifPresent(each);
        }
      } while (!consumer.atEnd());
    }
  }

  /** Decrypts what is the customer's, and nothing of others. */
  private void takeOwn(SpecificRecord record, ReadableRecords readable) {
    if (isOf(Topic.of(record).keyOf(record))) {
      take(readable.of(record));
    }
  }

  private void take(SpecificRecord record) {
    if (record instanceof IdentityLink link && customerId.equals(link.getLinkedTo())) {
      visitors.add(link.getCustomerId());
    } else if (record instanceof CustomerProfile profile && isOf(profile.getCustomerId())) {
      value("name", profile.getName());
      value("e-mail", profile.getEmail());
      value("phone", profile.getPhone());
    } else if (record instanceof TicketEvent ticket
        && isOf(ticket.getCustomerId())
        && ticket.getText() != null) {
      String text = ticket.getText();
      value("ticket text", text.substring(0, Math.min(text.length(), TEXT_CHARACTERS)));
    }
  }

  /** Whether a record of this id is one of the customer's. */
  boolean isOf(String id) {
    return id.equals(customerId) || visitors.contains(id);
  }

  /** Takes a value to search for, unless it is empty or known. */
  void value(String label, String value) {
    if (value == null
        || value.isBlank()
        || values.containsValue(value)
        || CustomerKeys.isEncrypted(value)) {
      return;
    }
    if (values.size() < MOST_VALUES) {
      String name = label;
      for (int i = 2; values.containsKey(name); i++) {
        name = label + " " + i;
      }
      values.put(name, value);
    }
  }

  /** Returns the ids of visitors who are linked to the customer. */
  Set<String> visitors() {
    return visitors;
  }

  /** Returns what to look for: ids and values. */
  SearchTerms terms() {
    return SearchTerms.of(ids(), values);
  }

  /** Returns what to look for by ids alone. */
  SearchTerms idTerms() {
    return SearchTerms.of(ids(), Map.of());
  }

  private Map<String, String> ids() {
    Map<String, String> ids = new LinkedHashMap<>();
    ids.put("customer id", customerId);
    int number = 1;
    for (String visitor : visitors) {
      ids.put("visitor id " + number++, visitor);
    }
    return ids;
  }

  /** Returns how many personal values are searched for. */
  int values() {
    return values.size();
  }
}
