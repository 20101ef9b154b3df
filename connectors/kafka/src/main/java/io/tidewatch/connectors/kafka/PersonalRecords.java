package io.tidewatch.connectors.kafka;

import io.tidewatch.connectors.kafka.personal.DataKey;
import io.tidewatch.schemas.PersonalFields;
import io.tidewatch.schemas.Topic;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/** Encrypts and decrypts the personal fields of records. Stateless. */
final class PersonalRecords {
  private PersonalRecords() {}

  /** Returns whether a record has any text in a personal field. */
  static boolean hasAny(SpecificRecord record) {
    for (Schema.Field field : PersonalFields.of(Topic.of(record))) {
      if (record.get(field.pos()) != null) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether a record has an encrypted text in a personal field. */
  static boolean hasSealed(SpecificRecord record) {
    for (Schema.Field field : PersonalFields.of(Topic.of(record))) {
      if (DataKey.isSealed((String) record.get(field.pos()))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns a copy with all personal fields encrypted. What this key has encrypted already stays,
   * so that a record which is read and written again is encrypted once; a text that only looks so
   * is a text.
   */
  static SpecificRecord sealed(SpecificRecord record, DataKey key) {
    String customerId = Topic.of(record).keyOf(record);
    return mapped(
        record,
        (name, text) ->
            key.open(text, customerId, name).isPresent() ? text : key.seal(text, customerId, name));
  }

  /** Returns a copy with all personal fields decrypted that the key has encrypted. */
  static SpecificRecord opened(SpecificRecord record, DataKey key) {
    String customerId = Topic.of(record).keyOf(record);
    return mapped(record, (name, text) -> key.open(text, customerId, name).orElse(text));
  }

  /** Returns the name of a field, as it is bound to what is encrypted in it. */
  static String name(Schema schema, Schema.Field field) {
    return schema.getName() + "." + field.name();
  }

  private interface Change {
    String of(String fieldName, String text);
  }

  private static SpecificRecord mapped(SpecificRecord record, Change change) {
    Schema schema = record.getSchema();
    SpecificRecord copy =
        (SpecificRecord) SpecificData.getForClass(record.getClass()).newRecord(null, schema);
    for (int i = 0; i < schema.getFields().size(); i++) {
      copy.put(i, record.get(i));
    }
    for (Schema.Field field : PersonalFields.of(Topic.of(record))) {
      String text = (String) record.get(field.pos());
      if (text != null) {
        copy.put(field.pos(), change.of(name(schema, field), text));
      }
    }
    return copy;
  }
}
