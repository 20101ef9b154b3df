package io.tidewatch.platform.letters;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.NullValue;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One field of a record that gets another value, by a CEL expression over the record, such as
 * {@code currency=record.currency.upperAscii()} or {@code lines[0].quantity=1}. Beside what CEL
 * has, texts know {@code upperAscii()}, {@code lowerAscii()}, {@code trim()} and {@code
 * replace(old, new)}, named as in CEL's extension for strings. Immutable.
 */
final class Correction {
  private static final String RECORD = "record";
  private static final CelOptions OPTIONS = CelOptions.current().build();
  private static final CelCompiler COMPILER =
      CelCompilerFactory.standardCelCompilerBuilder()
          .setOptions(OPTIONS)
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .addVar(RECORD, MapType.create(SimpleType.STRING, SimpleType.DYN))
          .addFunctionDeclarations(
              text("upperAscii"),
              text("lowerAscii"),
              text("trim"),
              text("replace", SimpleType.STRING, SimpleType.STRING))
          .build();
  private static final CelRuntime RUNTIME =
      CelRuntimeFactory.standardCelRuntimeBuilder()
          .setOptions(OPTIONS)
          .addFunctionBindings(
              CelFunctionBinding.from(
                  "text_upperAscii", String.class, text -> text.toUpperCase(Locale.ROOT)),
              CelFunctionBinding.from(
                  "text_lowerAscii", String.class, text -> text.toLowerCase(Locale.ROOT)),
              CelFunctionBinding.from("text_trim", String.class, String::strip),
              CelFunctionBinding.from(
                  "text_replace",
                  List.of(String.class, String.class, String.class),
                  all -> ((String) all[0]).replace((String) all[1], (String) all[2])))
          .build();
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final String text;
  private final JsonPointer field;
  private final CelRuntime.Program program;

  private Correction(String text, JsonPointer field, CelRuntime.Program program) {
    this.text = text;
    this.field = field;
    this.program = program;
  }

  private static CelFunctionDecl text(String name, CelType... more) {
    List<CelType> types = new ArrayList<>(List.of(SimpleType.STRING));
    types.addAll(List.of(more));
    return CelFunctionDecl.newFunctionDeclaration(
        name, CelOverloadDecl.newMemberOverload("text_" + name, SimpleType.STRING, types));
  }

  /**
   * Reads a correction.
   *
   * @param text FIELD=EXPRESSION; the field as dead letters name it, such as {@code
   *     lines[3].amountMinor}
   * @throws IllegalArgumentException if it is not that, or no CEL
   */
  static Correction of(String text) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw new IllegalArgumentException(
          "'" + text + "' is no FIELD=EXPRESSION, such as currency='EUR'");
    }
    String path = "/" + text.substring(0, equals).strip().replace('[', '/').replace('.', '/');
    try {
      return new Correction(
          text,
          JsonPointer.compile(path.replace("]", "")),
          RUNTIME.createProgram(COMPILER.compile(text.substring(equals + 1)).getAst()));
    } catch (CelValidationException e) {
      throw fault(text, e.getErrors().get(0).getMessage(), e);
    } catch (CelEvaluationException e) {
      throw fault(text, e.getMessage(), e);
    }
  }

  private static IllegalArgumentException fault(String text, String fault, Exception cause) {
    return new IllegalArgumentException(
        "'%s' is no correction: %s; the record is called %s, texts stand in ' '"
            .formatted(text, fault.replace(" (in container '')", ""), RECORD),
        cause);
  }

  /**
   * Changes the field.
   *
   * @throws IllegalArgumentException if the expression has no value for this record, or the record
   *     has no such place
   */
  void applyTo(ObjectNode record) {
    JsonNode value;
    try {
      value = json(program.eval(Map.of(RECORD, java(record))));
    } catch (CelEvaluationException e) {
      throw new IllegalArgumentException(
          "'%s' has no value for it: %s".formatted(text, e.getMessage()), e);
    }
    JsonNode parent = record.at(field.head());
    String last = field.last().getMatchingProperty();
    int index = field.last().getMatchingIndex();
    if (parent instanceof ObjectNode object) {
      object.set(last, value);
    } else if (parent instanceof ArrayNode array && index >= 0 && index < array.size()) {
      array.set(index, value);
    } else {
      throw new IllegalArgumentException("'%s' names no place in it".formatted(text));
    }
  }

  /** As CEL wants it: whole numbers as Long, null as its own value. */
  private static Object java(JsonNode json) {
    if (json.isObject()) {
      Map<String, Object> map = new LinkedHashMap<>();
      json.fields().forEachRemaining(entry -> map.put(entry.getKey(), java(entry.getValue())));
      return map;
    }
    if (json.isArray()) {
      List<Object> list = new ArrayList<>();
      json.forEach(item -> list.add(java(item)));
      return list;
    }
    if (json.isNull()) {
      return NullValue.NULL_VALUE;
    }
    if (json.isBoolean()) {
      return json.booleanValue();
    }
    return json.isIntegralNumber()
        ? json.longValue()
        : json.isNumber() ? (Object) json.doubleValue() : json.asText();
  }

  private static JsonNode json(Object value) {
    if (value instanceof NullValue) {
      return JsonNodeFactory.instance.nullNode();
    }
    if (value instanceof List<?> items) {
      ArrayNode array = MAPPER.createArrayNode();
      items.forEach(item -> array.add(json(item)));
      return array;
    }
    if (value instanceof Map<?, ?> entries) {
      ObjectNode object = MAPPER.createObjectNode();
      entries.forEach((name, entry) -> object.set(name.toString(), json(entry)));
      return object;
    }
    return value instanceof Number || value instanceof Boolean
        ? MAPPER.valueToTree(value)
        : JsonNodeFactory.instance.textNode(value.toString()); // times too
  }

  /** Returns it as it was given. */
  @Override
  public String toString() {
    return text;
  }
}
