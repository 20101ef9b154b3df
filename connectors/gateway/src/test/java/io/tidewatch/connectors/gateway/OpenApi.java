package io.tidewatch.connectors.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidewatch.connectors.gateway.query.QueryApi;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Holds answers to the document that describes them: the part of JSON Schema that it uses. */
final class OpenApi {
  private OpenApi() {}

  static JsonNode document() throws IOException {
    try (InputStream in = QueryApi.class.getResourceAsStream("openapi.json")) {
      return new ObjectMapper().readTree(in);
    }
  }

  /** Returns where an answer of a path is not as the document says. */
  static List<String> violations(String path, JsonNode answer) throws IOException {
    JsonNode schema =
        document()
            .path("paths")
            .path(path)
            .at("/get/responses/200/content/application~1json/schema");
    List<String> violations = new ArrayList<>();
    if (schema.isMissingNode()) {
      violations.add(path + " is not documented");
    }
    check("", schema, answer, violations);
    return violations;
  }

  private static void check(String at, JsonNode schema, JsonNode value, List<String> violations) {
    if (value.isNull() && schema.path("nullable").asBoolean()) {
      return;
    }
    boolean right =
        switch (schema.path("type").asText()) {
          case "object" -> value.isObject();
          case "array" -> value.isArray();
          case "string" -> value.isTextual();
          case "integer" -> value.isIntegralNumber();
          case "number" -> value.isNumber();
          case "boolean" -> value.isBoolean();
          default -> false;
        };
    if (!right) {
      violations.add(at + " is no " + schema.path("type").asText() + ": " + value);
      return;
    }
    for (JsonNode required : schema.path("required")) {
      if (!value.has(required.asText())) {
        violations.add(at + " has no " + required.asText());
      }
    }
    if (schema.has("properties")) {
      for (Map.Entry<String, JsonNode> field : value.properties()) {
        JsonNode of = schema.path("properties").path(field.getKey());
        if (of.isMissingNode()) {
          violations.add(at + "/" + field.getKey() + " is not documented");
        } else {
          check(at + "/" + field.getKey(), of, field.getValue(), violations);
        }
      }
    }
    value.forEach(
        item -> {
          if (value.isArray()) {
            check(at + "[]", schema.path("items"), item, violations);
          }
        });
  }
}
