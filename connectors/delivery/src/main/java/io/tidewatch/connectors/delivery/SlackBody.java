package io.tidewatch.connectors.delivery;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.schemas.ChurnAlert;

/**
 * The one field {@code text}, which Slack and the chat servers that follow it all show. Its three
 * special characters are escaped, so that no id becomes a link or calls a room together.
 */
final class SlackBody {
  /** Slack cuts longer texts off. */
  private static final int LONGEST = 40_000;

  private final AlertTexts texts;

  SlackBody(AlertTexts texts) {
    this.texts = texts;
  }

  ObjectNode of(Message message) {
    StringBuilder text = new StringBuilder("*" + escaped(texts.title(message)) + "*");
    for (ChurnAlert alert : message.alerts()) {
      text.append("\n").append(escaped(texts.summary(alert)));
      texts.details(alert).forEach(line -> text.append("\n• ").append(escaped(line)));
    }
    text.setLength(Math.min(text.length(), LONGEST));
    return JsonNodeFactory.instance.objectNode().put("text", text.toString());
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
