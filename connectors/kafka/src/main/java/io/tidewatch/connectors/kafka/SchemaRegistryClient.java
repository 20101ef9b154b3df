package io.tidewatch.connectors.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.apache.flink.configuration.ReadableConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client of any schema registry with the Confluent-compatible API. Known ids are kept for ever,
 * unknown ones for a limited time, so that neither good nor bad records ask twice. A registry that
 * does not answer is tried again with growing pauses. Thread-safe; a call may block for as long as
 * all tries take.
 */
public final class SchemaRegistryClient {
  private static final Logger LOG = LoggerFactory.getLogger(SchemaRegistryClient.class);
  private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final int SCHEMA_NOT_FOUND = 40403;
  private static final int MAX_UNKNOWN_IDS = 1_000;
  private static final String SUBJECTS = "/subjects";
  private static final int QUICK_ATTEMPTS = 2;

  private final RegistrySettings settings;
  private final String address;
  private final Optional<String> authorization;
  private final HttpClient http;
  private final Map<Integer, Schema> known = new HashMap<>();
  private final Map<Integer, Long> unknownUntilNanos =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Long> eldest) {
          return size() > MAX_UNKNOWN_IDS;
        }
      };

  SchemaRegistryClient(RegistrySettings settings) {
    this.settings = settings;
    URI uri = URI.create(settings.url().replaceAll("/+$", ""));
    this.authorization = RegistryLogin.header(settings, Optional.ofNullable(uri.getUserInfo()));
    this.address =
        uri.getScheme() + "://" + uri.getRawAuthority().replaceAll("^.*@", "") + path(uri);
    HttpClient.Builder client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(settings.timeout());
    RegistryLogin.trust(settings).ifPresent(client::sslContext);
    this.http = client.build();
  }

  private static String path(URI uri) {
    return uri.getRawPath() == null ? "" : uri.getRawPath();
  }

  /** Returns a client of the registry at {@code schema.registry.url}. */
  public static SchemaRegistryClient of(ReadableConfig config) {
    return new SchemaRegistryClient(RegistrySettings.of(config));
  }

  /**
   * Returns if the registry answers and lets these credentials in.
   *
   * @throws RegistryUnavailableException if not, naming the key
   */
  void requireAnswer() {
    Answer answer = call("GET", SUBJECTS, Optional.empty(), QUICK_ATTEMPTS);
    if (answer.status() == 401 || answer.status() == 403) {
      throw new RegistryUnavailableException(
          "schema registry %s refuses the login (status %d); correct %s, or user and password in %s as http://user:password@host:port"
              .formatted(
                  address,
                  answer.status(),
                  KafkaOptions.SCHEMA_REGISTRY_TOKEN_FILE.key(),
                  KafkaOptions.SCHEMA_REGISTRY_URL.key()),
          null);
    }
    if (answer.status() != 200) {
      throw unexpected("GET", SUBJECTS, answer);
    }
  }

  /**
   * Returns the schema of an id; empty if the registry has no Avro schema with it.
   *
   * @throws RegistryUnavailableException if the registry does not say
   */
  public synchronized Optional<Schema> schema(int id) {
    Schema schema = known.get(id);
    if (schema != null) {
      return Optional.of(schema);
    }
    Long until = unknownUntilNanos.get(id);
    if (until != null && System.nanoTime() - until < 0) {
      return Optional.empty();
    }
    Optional<Schema> found = fetch(id);
    if (found.isPresent()) {
      known.put(id, found.get());
      unknownUntilNanos.remove(id);
    } else {
      LOG.warn("schema registry {} has no Avro schema with id {}", address, id);
      unknownUntilNanos.put(id, System.nanoTime() + settings.unknownIdTtl().toNanos());
    }
    return found;
  }

  private Optional<Schema> fetch(int id) {
    String path = "/schemas/ids/" + id;
    Answer answer = call("GET", path, Optional.empty());
    if (answer.status() == 404 && answer.body().path("error_code").asInt() == SCHEMA_NOT_FOUND) {
      return Optional.empty();
    }
    if (answer.status() != 200 || !answer.body().path("schema").isTextual()) {
      throw unexpected("GET", path, answer);
    }
    if (!answer.body().path("schemaType").asText("AVRO").equals("AVRO")) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Schema.Parser().parse(answer.body().path("schema").textValue()));
    } catch (SchemaParseException e) {
      LOG.warn("schema {} of registry {} is not plain Avro: {}", id, address, e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * Registers a schema under a subject, unless it is there already, and returns its id.
   *
   * @throws SchemaRejectedException if it is incompatible with the subject's versions
   * @throws RegistryUnavailableException if the registry does not say
   */
  public synchronized int register(String subject, Schema schema) {
    String path = SUBJECTS + "/" + encode(subject) + "/versions";
    String request = JSON.createObjectNode().put("schema", schema.toString()).toString();
    Answer answer = call("POST", path, Optional.of(request));
    if (answer.status() == 409 || answer.status() == 422) {
      throw new SchemaRejectedException(
          "schema registry "
              + address
              + " refuses "
              + schema.getFullName()
              + " under subject "
              + subject
              + ": "
              + answer.message()
              + "; compare it with the subject's versions, or use a registry of this version");
    }
    if (answer.status() != 200 || !answer.body().path("id").isInt()) {
      throw unexpected("POST", path, answer);
    }
    int id = answer.body().path("id").intValue();
    known.put(id, schema);
    return id;
  }

  private static String encode(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private Answer call(String method, String path, Optional<String> body) {
    return call(method, path, body, settings.attempts());
  }

  private Answer call(String method, String path, Optional<String> body, int attempts) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + path))
            .timeout(settings.timeout())
            .header("Accept", MEDIA_TYPE + ", application/json")
            .header("Content-Type", MEDIA_TYPE)
            .method(method, body.map(BodyPublishers::ofString).orElse(BodyPublishers.noBody()));
    authorization.ifPresent(value -> request.header("Authorization", value));
    Duration pause = FIRST_PAUSE;
    for (int attempt = 1; ; attempt++) {
      String problem;
      IOException cause = null;
      try {
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        if (response.statusCode() < 500 && response.statusCode() != 429) {
          return new Answer(response.statusCode(), parse(response.body()));
        }
        problem = "HTTP status " + response.statusCode();
      } catch (IOException e) {
        problem = RegistryLogin.problem(e);
        cause = e;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new RegistryUnavailableException("interrupted during " + method + " " + path, e);
      }
      if (attempt >= attempts) {
        throw new RegistryUnavailableException(
            "schema registry %s did not answer %s %s in %d tries, last: %s; is %s right and the registry up?"
                .formatted(
                    address,
                    method,
                    path,
                    attempt,
                    problem,
                    KafkaOptions.SCHEMA_REGISTRY_URL.key()),
            cause);
      }
      LOG.warn(
          "schema registry {}: {} {} failed ({}), trying again in {} ms",
          address,
          method,
          path,
          problem,
          pause.toMillis());
      sleep(pause);
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
              ? pause.multipliedBy(2)
              : LONGEST_PAUSE;
    }
  }

  private static void sleep(Duration pause) {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryUnavailableException("interrupted between tries", e);
    }
  }

  private static JsonNode parse(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  private RegistryUnavailableException unexpected(String method, String path, Answer answer) {
    return new RegistryUnavailableException(
        "schema registry %s answered %s %s with status %d (%s); is %s a Confluent-compatible API?"
            .formatted(
                address,
                method,
                path,
                answer.status(),
                answer.message(),
                KafkaOptions.SCHEMA_REGISTRY_URL.key()),
        null);
  }

  private record Answer(int status, JsonNode body) {
    String message() {
      String message = body.path("message").asText("no message");
      return message.length() <= 500 ? message : message.substring(0, 500) + "...";
    }
  }
}
