package io.tidewatch.connectors.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

class DatabaseSettingsTest {
  private static final String URL = "jdbc:postgresql://db.example:5432/shop";

  @Test
  void refusesAddressesThatAreNoneOrHoldASecret() {
    for (String url :
        new String[] {"postgres://h/db", "jdbc:mysql://h/db", URL.replace("/shop", "")}) {
      refused(url, "tidewatch", Map.of())
          .hasMessageContaining("database.url=" + url)
          .hasMessageContaining("jdbc:postgresql://host:5432/database");
    }
    refused("jdbc:postgresql://me:hidden@h/db", "tidewatch", Map.of())
        .hasMessageContaining("database.password-file")
        .hasMessageNotContaining("hidden");
    refused(URL + "?password=hidden", "tidewatch", Map.of())
        .hasMessageContaining("database.password-env")
        .hasMessageNotContaining("hidden");
  }

  @Test
  void refusesNamesThatAreNoSchemaAndPropertiesThatTheDriverDoesNotHave() {
    refused(URL, "Sales; DROP TABLE x", Map.of()).hasMessageContaining("database.schema=Sales");
    refused(URL, "pg_catalog", Map.of()).hasMessageContaining("database.schema=pg_catalog");
    refused(URL, "tidewatch", Map.of("sslmood", "require"))
        .hasMessageContaining("database.properties.sslmood is no property");
    refused(URL, "tidewatch", Map.of("password", "hidden"))
        .hasMessageContaining("database.password-file")
        .hasMessageNotContaining("hidden");
  }

  @Test
  void passesOptionsOnToTheDriverAndKeepsThePasswordToItself() {
    DatabaseSettings settings =
        new DatabaseSettings(
            URL + "?socketTimeout=5",
            "sink",
            Optional.of("hidden"),
            "tidewatch",
            Map.of("sslmode", "verify-full", "sslrootcert", "/etc/ca.pem"));
    assertThat(settings.source().getSslMode()).isEqualTo("verify-full");
    assertThat(settings.source().getSslRootCert()).isEqualTo("/etc/ca.pem");
    assertThat(settings.source().getSocketTimeout()).isEqualTo(5);
    assertThat(settings.source().getCurrentSchema()).isEqualTo("tidewatch");
    assertThat(settings.toString()).doesNotContain("hidden").contains(URL);
  }

  private static AbstractThrowableAssert<?, ?> refused(
      String url, String schema, Map<String, String> properties) {
    return assertThatThrownBy(
            () -> new DatabaseSettings(url, "sink", Optional.of("x"), schema, properties))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
