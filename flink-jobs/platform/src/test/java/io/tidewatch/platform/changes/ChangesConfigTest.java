package io.tidewatch.platform.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.connectors.changes.Deletion;
import io.tidewatch.connectors.changes.ProfileMapping.ConsentColumn;
import io.tidewatch.schemas.ConsentPurpose;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

class ChangesConfigTest {
  @Test
  void readsTheMapping() {
    Map<String, String> entries = entries();
    entries.put("changes.columns.email", "mail");
    entries.put("changes.consents.marketing", "newsletter");
    entries.put("changes.consents.marketing.channels", "email; push");
    entries.put("changes.consents.retention", "may_call");
    ChangesConfig config = ChangesConfig.of(entries);
    assertThat(config.topic()).isEqualTo("crm.public.customers");
    assertThat(config.mapping().customerId()).isEqualTo("id");
    assertThat(config.mapping().email()).contains("mail");
    assertThat(config.mapping().name()).isEmpty();
    assertThat(config.mapping().deletion()).isEqualTo(Deletion.ERASE);
    assertThat(config.mapping().defaultTimeZone()).isEqualTo("UTC");
    assertThat(config.mapping().consents())
        .containsOnly(
            Map.entry(
                ConsentPurpose.MARKETING,
                new ConsentColumn("newsletter", List.of("email", "push"))),
            Map.entry(ConsentPurpose.RETENTION, new ConsentColumn("may_call", List.of())));
    assertThat(config.kafka().toMap().keySet()).noneMatch(key -> key.startsWith("changes"));
  }

  @Test
  void refusesWhatItDoesNotKnowOrWhatIsMissing() {
    assertRefused("changes.columns.mail", "mail").hasMessageContaining("unknown key");
    assertRefused("changes.deletes", "forget").hasMessageContaining("'changes.deletes'");
    assertRefused("changes.consents.spam", "newsletter")
        .hasMessageContaining("changes.consents.spam names no purpose")
        .hasMessageContaining("marketing, personalisation and retention");
    assertRefused("changes.consents.marketing.channels", "email")
        .hasMessageContaining("needs changes.consents.marketing");
    Map<String, String> entries = entries();
    entries.remove("changes.deletes");
    assertThatThrownBy(() -> ChangesConfig.of(entries))
        .hasMessageContaining("'changes.deletes' is missing");
  }

  @Test
  void isDescribedByTheReferencePage() throws IOException {
    Path page = Path.of("../../docs/reference/changes.md");
    if (Boolean.getBoolean("tidewatch.regenerate")) {
      Files.writeString(page, ChangesReference.page());
    }
    assertThat(page)
        .as(
            "written by: mvn -pl flink-jobs/platform -am test -Dtest=ChangesConfigTest"
                + " -Dtidewatch.regenerate=true")
        .hasContent(ChangesReference.page());
  }

  private static Map<String, String> entries() {
    return new HashMap<>(
        Map.of(
            "kafka.bootstrap.servers", "host:9092",
            "schema.registry.url", "http://host:8081",
            "changes.topic", "crm.public.customers",
            "changes.deletes", "erase",
            "changes.columns.customer-id", "id"));
  }

  private static AbstractThrowableAssert<?, ?> assertRefused(String key, String value) {
    Map<String, String> entries = entries();
    entries.put(key, value);
    return assertThatThrownBy(() -> ChangesConfig.of(entries))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
