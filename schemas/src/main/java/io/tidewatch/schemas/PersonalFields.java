package io.tidewatch.schemas;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;

/**
 * Which fields hold personal data: those that a schema marks with {@code @personal(true)}. All of
 * them are texts of a record whose topic is keyed by the customer, or null. Immutable.
 */
public final class PersonalFields {
  private static final String MARK = "personal";

  private static final Map<Topic, List<Schema.Field>> BY_TOPIC = new EnumMap<>(Topic.class);

  static {
    for (Topic topic : Topic.values()) {
      BY_TOPIC.put(
          topic, topic.schema().getFields().stream().filter(PersonalFields::isPersonal).toList());
    }
  }

  private PersonalFields() {}

  /** Returns the personal fields of a topic's records, in the order of the schema. */
  public static List<Schema.Field> of(Topic topic) {
    return BY_TOPIC.get(topic);
  }

  /** Returns whether a field holds personal data. */
  static boolean isPersonal(Schema.Field field) {
    return Boolean.TRUE.equals(field.getObjectProp(MARK));
  }
}
