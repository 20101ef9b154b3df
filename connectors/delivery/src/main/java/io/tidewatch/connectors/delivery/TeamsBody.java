package io.tidewatch.connectors.delivery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidewatch.schemas.ChurnAlert;

/**
 * A message with one adaptive card, version 1.4, which every client of Teams shows. Blocks read a
 * little Markdown; its characters are escaped, so that no id becomes a link.
 */
final class TeamsBody {
  private static final String CARD = "application/vnd.microsoft.card.adaptive";

  private final AlertTexts texts;

  TeamsBody(AlertTexts texts) {
    this.texts = texts;
  }

  ObjectNode of(Message message) {
    ObjectNode root = JsonNodeFactory.instance.objectNode().put("type", "message");
    ObjectNode card =
        root.putArray("attachments").addObject().put("contentType", CARD).putObject("content");
    card.put("type", "AdaptiveCard").put("version", "1.4");
    ArrayNode blocks = card.putArray("body");
    block(blocks, texts.title(message)).put("weight", "Bolder").put("size", "Medium");
    for (ChurnAlert alert : message.alerts()) {
      block(blocks, texts.summary(alert)).put("separator", true);
      for (String line : texts.details(alert)) {
        block(blocks, line).put("spacing", "Small");
      }
    }
    return root;
  }

  private static ObjectNode block(ArrayNode blocks, String text) {
    return blocks
        .addObject()
        .put("type", "TextBlock")
        .put("wrap", true)
        .put("text", text.replaceAll("([\\\\*_\\[\\]()`#])", "\\\\$1"));
  }
}
