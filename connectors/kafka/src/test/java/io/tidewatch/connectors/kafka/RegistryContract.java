package io.tidewatch.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidewatch.schemas.Topic;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.SchemaBuilder.FieldAssembler;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Tidewatch needs of a schema registry. Each registry's IT runs all of it. */
abstract class RegistryContract {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final String subject = "orders-" + UUID.randomUUID() + "-value";

  /** Returns the value of schema.registry.url. */
  abstract String url();

  @BeforeEach
  void setLevel() throws Exception {
    assertThat(send("PUT", "/config", "{\"compatibility\":\"FULL_TRANSITIVE\"}").status())
        .isEqualTo(200);
  }

  @Test
  void givesTheSameSchemaTheSameId() {
    SchemaRegistryClient client = client();
    int id = client.register(subject, order("shop"));
    assertThat(client().register(subject, order("shop"))).isEqualTo(id);
    assertThat(client.register(subject, order("shop", "channel"))).isNotEqualTo(id);
  }

  @Test
  void givesTheSchemaOfAnIdToWhoeverAsks() {
    Schema schema = order("shop");
    int id = client().register(subject, schema);
    assertThat(client().schema(id)).contains(schema);
  }

  @Test
  void takesEverySchemaOfTheCatalogue() {
    SchemaRegistryClient client = client();
    for (Topic topic : Topic.values()) {
      int id = client.register(topic.subject(), topic.schema());
      assertThat(client().schema(id)).contains(topic.schema());
    }
  }

  @Test
  void doesNotKnowIdsThatWereNotGiven() {
    assertThat(client().schema(1_000_000)).isEmpty();
  }

  @Test
  void refusesASchemaThatBreaksOldReaders() {
    SchemaRegistryClient client = client();
    client.register(subject, order("shop"));
    Schema breaking = SchemaBuilder.record("Order").fields().requiredLong("id").endRecord();
    assertThatThrownBy(() -> client.register(subject, breaking))
        .isInstanceOf(SchemaRejectedException.class)
        .hasMessageContaining(subject);
  }

  @Test
  void answersIncompatibleSchemasWith409() throws Exception {
    client().register(subject, order());
    Schema breaking = SchemaBuilder.record("Order").fields().requiredLong("id").endRecord();
    Answer answer = send("POST", "/subjects/" + subject + "/versions", body(breaking));
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.json().path("error_code").asInt()).isEqualTo(409);
    assertThat(answer.json().path("message").asText()).isNotBlank();
  }

  @Test
  void comparesWithAllVersionsNotOnlyTheNewest() throws Exception {
    SchemaRegistryClient client = client();
    client.register(subject, typed("string"));
    client.register(subject, order());
    assertThat(send("POST", "/subjects/" + subject + "/versions", body(typed("long"))).status())
        .isEqualTo(409);
  }

  @Test
  void checksCompatibilityWithoutRegistering() throws Exception {
    client().register(subject, order());
    String path = "/compatibility/subjects/" + subject + "/versions/latest";
    Schema breaking = SchemaBuilder.record("Order").fields().requiredLong("id").endRecord();
    assertThat(send("POST", path, body(order("shop"))).json().path("is_compatible").asBoolean())
        .isTrue();
    Answer refused = send("POST", path, body(breaking));
    assertThat(refused.status()).isEqualTo(200);
    assertThat(refused.json().path("is_compatible").asBoolean(true)).isFalse();
    assertThat(send("GET", "/subjects/" + subject + "/versions", "").json()).hasSize(1);
  }

  @Test
  void looksUpSchemasAndVersions() throws Exception {
    int id = client().register(subject, order("shop"));
    Answer found = send("POST", "/subjects/" + subject, body(order("shop")));
    assertThat(found.json().path("id").asInt()).isEqualTo(id);
    assertThat(found.json().path("version").asInt()).isEqualTo(1);
    assertThat(found.json().path("subject").asText()).isEqualTo(subject);
    Answer latest = send("GET", "/subjects/" + subject + "/versions/latest", "");
    assertThat(latest.json().path("id").asInt()).isEqualTo(id);
    assertThat(new Schema.Parser().parse(latest.json().path("schema").asText()))
        .isEqualTo(order("shop"));
    assertThat(send("GET", "/subjects", "").json()).anyMatch(name -> name.asText().equals(subject));
  }

  @Test
  void saysWhatIsMissing() throws Exception {
    assertThat(code(send("GET", "/subjects/" + subject + "/versions", ""))).isEqualTo(40401);
    client().register(subject, order());
    assertThat(code(send("GET", "/subjects/" + subject + "/versions/9", ""))).isEqualTo(40402);
    assertThat(code(send("GET", "/schemas/ids/1000000", ""))).isEqualTo(40403);
    assertThat(code(send("POST", "/subjects/" + subject, body(order("other"))))).isEqualTo(40403);
  }

  @Test
  void refusesWhatIsNoSchema() throws Exception {
    Answer answer =
        send(
            "POST",
            "/subjects/" + subject + "/versions",
            "{\"schema\":\"{\\\"type\\\":\\\"no\\\"}\"}");
    assertThat(answer.status()).isEqualTo(422);
    assertThat(code(answer)).isEqualTo(42201);
  }

  @Test
  void keepsALevelPerSubject() throws Exception {
    client().register(subject, order());
    // Without the required id, new readers manage and old ones do not.
    Schema withoutId = SchemaBuilder.record("Order").fields().optionalString("shop").endRecord();
    assertThatThrownBy(() -> client().register(subject, withoutId))
        .isInstanceOf(SchemaRejectedException.class);
    send("PUT", "/config/" + subject, "{\"compatibility\":\"BACKWARD\"}");
    assertThat(send("GET", "/config/" + subject, "").json().path("compatibilityLevel").asText())
        .isEqualTo("BACKWARD");
    assertThat(send("GET", "/config", "").json().path("compatibilityLevel").asText())
        .isEqualTo("FULL_TRANSITIVE");
    assertThat(client().register(subject, withoutId)).isPositive();
  }

  @Test
  void deletesASubject() throws Exception {
    client().register(subject, order());
    Answer deleted = send("DELETE", "/subjects/" + subject, "");
    assertThat(deleted.status()).isEqualTo(200);
    assertThat(deleted.json().get(0).asInt()).isEqualTo(1);
    assertThat(code(send("GET", "/subjects/" + subject + "/versions", ""))).isEqualTo(40401);
  }

  private SchemaRegistryClient client() {
    Configuration config = new Configuration();
    config.set(KafkaOptions.SCHEMA_REGISTRY_URL, url());
    config.set(KafkaOptions.SCHEMA_REGISTRY_TIMEOUT, Duration.ofSeconds(20));
    return SchemaRegistryClient.of(config);
  }

  private static Schema order(String... optionalFields) {
    FieldAssembler<Schema> fields = SchemaBuilder.record("Order").fields().requiredString("id");
    for (String field : optionalFields) {
      fields = fields.optionalString(field);
    }
    return fields.endRecord();
  }

  private static Schema typed(String type) {
    return new Schema.Parser()
        .parse(
            "{\"type\":\"record\",\"name\":\"Order\",\"fields\":[{\"name\":\"id\",\"type\":\"string\"},"
                + "{\"name\":\"size\",\"type\":[\"null\",\"%s\"],\"default\":null}]}"
                    .formatted(type));
  }

  private static String body(Schema schema) {
    return JSON.createObjectNode().put("schema", schema.toString()).toString();
  }

  private static int code(Answer answer) {
    return answer.json().path("error_code").asInt();
  }

  private record Answer(int status, JsonNode json) {}

  private Answer send(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url() + path))
            .header("Content-Type", "application/vnd.schemaregistry.v1+json")
            .method(
                method,
                Optional.of(body)
                    .filter(text -> !text.isEmpty())
                    .map(BodyPublishers::ofString)
                    .orElse(BodyPublishers.noBody()))
            .build();
    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
    return new Answer(response.statusCode(), JSON.readTree(response.body()));
  }
}
