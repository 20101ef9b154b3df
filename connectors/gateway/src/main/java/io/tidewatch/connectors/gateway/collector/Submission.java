package io.tidewatch.connectors.gateway.collector;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tidewatch.connectors.gateway.http.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The JSON of one request: one event, or a batch of them.
 *
 * @param writeKey the key in the body, where there is one
 * @param events the events, each any JSON value
 * @param shared the object around a batch, whose {@code context} and {@code sentAt} hold for events
 *     without their own; an object without fields for a single event
 * @param bytes length of the body
 */
record Submission(Optional<String> writeKey, List<JsonNode> events, JsonNode shared, int bytes) {
  private static final int MAX_DEPTH = 32;
  private static final int MAX_NUMBER = 100;

  /** Decimals stay decimals: money must not pass through a double. */
  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxNumberLength(MAX_NUMBER)
                          .maxStringLength(CollectorSettings.LARGEST_BODY)
                          .build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
          .build();

  /**
   * Parses a body.
   *
   * @param batch whether the path takes batches rather than single events
   * @throws ProblemException 400 if it is no JSON, or has not the form
   */
  static Submission parse(byte[] body, boolean batch) {
    JsonNode root = json(body);
    if (!root.isObject()) {
      throw malformed("the body is no JSON object");
    }
    Optional<String> key =
        Optional.of(root.path("writeKey")).filter(JsonNode::isTextual).map(JsonNode::asText);
    if (!batch) {
      return new Submission(key, List.of(root), JSON.createObjectNode(), body.length);
    }
    if (!root.path("batch").isArray()) {
      throw malformed("the body has no list 'batch'");
    }
    List<JsonNode> events = new ArrayList<>(root.path("batch").size());
    root.path("batch").forEach(events::add);
    if (key.isEmpty() && !events.isEmpty()) {
      key =
          Optional.of(events.get(0).path("writeKey"))
              .filter(JsonNode::isTextual)
              .map(JsonNode::asText);
    }
    return new Submission(key, events, root, body.length);
  }

  private static JsonNode json(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      // The parser's own message quotes the body, which may be personal.
      JsonLocation at = e.getLocation();
      throw malformed(
          "the body is not JSON"
              + (at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr())
              + ", or deeper than "
              + MAX_DEPTH
              + " levels");
    } catch (IOException e) {
      throw new UncheckedIOException("an array cannot fail to be read", e);
    }
  }

  private static ProblemException malformed(String detail) {
    return ProblemException.of(400, "malformed", detail);
  }
}
