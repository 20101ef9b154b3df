package io.tidewatch.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PersonalFieldsTest {

  @Test
  void areTheTextsOfTicketsAndHowToReachACustomer() {
    assertThat(PersonalFields.of(Topic.TICKETS))
        .extracting(Schema.Field::name)
        .containsExactly("text");
    assertThat(PersonalFields.of(Topic.CUSTOMERS))
        .extracting(Schema.Field::name)
        .containsExactly("name", "email", "phone");
    assertThat(PersonalFields.of(Topic.CLICKSTREAM)).isEmpty();
  }

  /** Whoever marks another field is told here what the encryption can do. */
  @ParameterizedTest
  @EnumSource
  void areTextsOrNullOfRecordsThatAreKeyedByTheCustomer(Topic topic) {
    for (Schema.Field field : PersonalFields.of(topic)) {
      assertThat(topic.keyField()).contains("customerId");
      assertThat(field.schema().getTypes())
          .extracting(Schema::getType)
          .containsExactly(Schema.Type.NULL, Schema.Type.STRING);
    }
  }

  @ParameterizedTest
  @EnumSource
  void sayThatTheyAre(Topic topic) {
    for (Schema.Field field : topic.schema().getFields()) {
      assertThat(field.doc().contains("Personal data."))
          .as("%s.%s", topic, field.name())
          .isEqualTo(PersonalFields.isPersonal(field));
    }
  }
}
