package io.tidewatch.connectors.kafka.personal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class DataKeyTest {
  private static final String FIELD = "TicketEvent.text";

  private final DataKey key = DataKey.random();

  @Property(tries = 2_000)
  void anyTextComesBackAndIsNoLongerThanAllowed(
      @ForAll @StringLength(max = 200) String text, @ForAll @StringLength(max = 40) String id) {
    // What is no character is a question mark, as in every other text that Avro writes.
    String written = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    String sealed = key.seal(text, id, FIELD);
    assertThat(DataKey.isSealed(sealed)).isTrue();
    assertThat(sealed.length())
        .isLessThanOrEqualTo(DataKey.sealedLength(text.codePointCount(0, text.length())));
    assertThat(key.open(sealed, id, FIELD)).contains(written);
  }

  @Test
  void chineseComesBack() {
    String text = "我要取消订单，电话 13812345678 👍";
    assertThat(key.open(key.seal(text, "客户-1", FIELD), "客户-1", FIELD)).contains(text);
  }

  @Test
  void theSameTextLooksDifferentEachTime() {
    assertThat(key.seal("text", "c", FIELD)).isNotEqualTo(key.seal("text", "c", FIELD));
  }

  @Test
  void anotherKeyCustomerOrFieldDoesNotOpenIt() {
    String sealed = key.seal("text", "c", FIELD);
    assertThat(DataKey.random().open(sealed, "c", FIELD)).isEmpty();
    assertThat(key.open(sealed, "d", FIELD)).isEmpty();
    assertThat(key.open(sealed, "c", "CustomerProfile.name")).isEmpty();
  }

  @Test
  void anyChangeIsNoticed() {
    String sealed = key.seal("text", "c", FIELD);
    for (int i = DataKey.PREFIX.length(); i < sealed.length() - 1; i++) {
      char other = sealed.charAt(i) == 'A' ? 'B' : 'A';
      String changed = sealed.substring(0, i) + other + sealed.substring(i + 1);
      assertThat(key.open(changed, "c", FIELD)).as("character %d", i).isEmpty();
    }
    assertThat(key.open(sealed.substring(0, sealed.length() - 4), "c", FIELD)).isEmpty();
  }

  @Test
  void whatOnlyLooksEncryptedIsNot() {
    assertThat(key.open(DataKey.PREFIX, "c", FIELD)).isEmpty();
    assertThat(key.open(DataKey.PREFIX + "no Base64!", "c", FIELD)).isEmpty();
    assertThat(key.open("text", "c", FIELD)).isEmpty();
    assertThat(DataKey.isSealed(null)).isFalse();
  }

  @Test
  void isNeverPrinted() {
    assertThat(key).hasToString("DataKey");
  }
}
