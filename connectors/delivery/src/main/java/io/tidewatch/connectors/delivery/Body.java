package io.tidewatch.connectors.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Writes a message as the JSON that a kind of target understands. Thread-safe. */
@FunctionalInterface
public interface Body {
  /** Returns the body, UTF-8; the same bytes for the same message. */
  byte[] of(Message message);

  /** The event of Standard Webhooks, with all that an alert says. */
  static Body webhook() {
    return message -> bytes(WebhookBody.of(message));
  }

  /** What Slack and its likes take at incoming webhooks. */
  static Body slack(Language language) {
    SlackBody body = new SlackBody(AlertTexts.in(language));
    return message -> bytes(body.of(message));
  }

  /** What Teams takes at workflows that wait for a webhook: an adaptive card. */
  static Body teams(Language language) {
    TeamsBody body = new TeamsBody(AlertTexts.in(language));
    return message -> bytes(body.of(message));
  }

  private static byte[] bytes(JsonNode node) {
    try {
      return Json.MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON cannot be written", e);
    }
  }

  /** One mapper for all. */
  final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}
  }
}
