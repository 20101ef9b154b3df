package io.tidewatch.connectors.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.tidewatch.connectors.registry.RegistryEntry.Version;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The paths of the Confluent-compatible REST API, and how their JSON looks. */
final class RegistryApi {
  static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";

  private static final Logger LOG = LoggerFactory.getLogger(RegistryApi.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Subjects subjects;

  RegistryApi(Subjects subjects) {
    this.subjects = subjects;
  }

  void register(RoutesConfig routes) {
    routes.get("/", ctx -> answer(ctx, JSON.createObjectNode()));
    routes.get("/mode", ctx -> answer(ctx, JSON.createObjectNode().put("mode", "READWRITE")));
    routes.get("/schemas/types", ctx -> answer(ctx, JSON.createArrayNode().add("AVRO")));
    routes.get("/schemas/ids/{id}", this::schemaById);
    routes.get("/schemas/ids/{id}/schema", ctx -> text(ctx, subjects.schema(id(ctx))));
    routes.get("/schemas/ids/{id}/subjects", this::subjectsOfId);
    routes.get("/schemas/ids/{id}/versions", this::versionsOfId);

    routes.get("/subjects", ctx -> answer(ctx, texts(subjects.subjects(flag(ctx, "deleted")))));
    routes.post(
        "/subjects/{subject}",
        ctx -> answer(ctx, json(subjects.lookUp(subject(ctx), schema(ctx)))));
    routes.delete(
        "/subjects/{subject}",
        ctx -> answer(ctx, numbers(subjects.delete(subject(ctx), flag(ctx, "permanent")))));
    routes.get("/subjects/{subject}/versions", this::versions);
    routes.post("/subjects/{subject}/versions", this::registerSchema);
    routes.get("/subjects/{subject}/versions/{version}", ctx -> answer(ctx, json(version(ctx))));
    routes.get(
        "/subjects/{subject}/versions/{version}/schema", ctx -> text(ctx, version(ctx).schema()));
    routes.delete(
        "/subjects/{subject}/versions/{version}",
        ctx ->
            answer(
                ctx,
                JSON.getNodeFactory()
                    .numberNode(
                        subjects.delete(
                            subject(ctx), ctx.pathParam("version"), flag(ctx, "permanent")))));

    routes.post(
        "/compatibility/subjects/{subject}/versions", ctx -> compatibility(ctx, Optional.empty()));
    routes.post(
        "/compatibility/subjects/{subject}/versions/{version}",
        ctx -> compatibility(ctx, Optional.of(ctx.pathParam("version"))));

    routes.get("/config", ctx -> answer(ctx, level("compatibilityLevel", subjects.level())));
    routes.put("/config", ctx -> setLevel(ctx, Optional.empty()));
    routes.get("/config/{subject}", this::subjectLevel);
    routes.put("/config/{subject}", ctx -> setLevel(ctx, Optional.of(subject(ctx))));
    routes.delete("/config/{subject}", this::dropLevel);

    routes.exception(
        RegistryException.class, (e, ctx) -> error(ctx, e.status(), e.code(), e.getMessage()));
    routes.exception(
        HttpResponseException.class,
        (e, ctx) -> error(ctx, e.getStatus(), e.getStatus(), e.getMessage()));
    routes.exception(
        Exception.class,
        (e, ctx) -> {
          LOG.error("{} {} failed", ctx.method(), ctx.path(), e);
          error(ctx, 500, 50001, "Error in the backend data store");
        });
  }

  private void schemaById(Context ctx) {
    answer(ctx, JSON.createObjectNode().put("schema", subjects.schema(id(ctx))));
  }

  private void subjectsOfId(Context ctx) {
    answer(ctx, texts(subjects.uses(id(ctx)).stream().map(Version::subject).distinct().toList()));
  }

  private void versionsOfId(Context ctx) {
    ArrayNode uses = JSON.createArrayNode();
    subjects
        .uses(id(ctx))
        .forEach(
            use -> uses.addObject().put("subject", use.subject()).put("version", use.version()));
    answer(ctx, uses);
  }

  private void versions(Context ctx) {
    List<Version> versions = subjects.active(subject(ctx), flag(ctx, "deleted"));
    answer(ctx, numbers(versions.stream().map(Version::version).toList()));
  }

  private void registerSchema(Context ctx) {
    Version version = subjects.register(subject(ctx), schema(ctx));
    answer(ctx, JSON.createObjectNode().put("id", version.id()));
  }

  private void compatibility(Context ctx, Optional<String> version) {
    List<String> conflicts = subjects.conflicts(subject(ctx), schema(ctx), version);
    ObjectNode result = JSON.createObjectNode().put("is_compatible", conflicts.isEmpty());
    if (flag(ctx, "verbose")) {
      result.set("messages", texts(conflicts));
    }
    answer(ctx, result);
  }

  private void subjectLevel(Context ctx) {
    Optional<Compatibility> own = subjects.level(subject(ctx));
    if (own.isEmpty() && !flag(ctx, "defaultToGlobal")) {
      throw RegistryException.noLevel(subject(ctx));
    }
    answer(ctx, level("compatibilityLevel", own.orElseGet(subjects::level)));
  }

  private void setLevel(Context ctx, Optional<String> subject) {
    Compatibility wanted = Compatibility.named(body(ctx).path("compatibility").asText());
    subjects.level(subject, Optional.of(wanted));
    answer(ctx, level("compatibility", wanted));
  }

  private void dropLevel(Context ctx) {
    Compatibility before =
        subjects.level(subject(ctx)).orElseThrow(() -> RegistryException.noLevel(subject(ctx)));
    subjects.level(Optional.of(subject(ctx)), Optional.empty());
    answer(ctx, level("compatibilityLevel", before));
  }

  private Version version(Context ctx) {
    return subjects.version(subject(ctx), ctx.pathParam("version"), flag(ctx, "deleted"));
  }

  private static String subject(Context ctx) {
    return ctx.pathParam("subject");
  }

  private static int id(Context ctx) {
    try {
      return Integer.parseInt(ctx.pathParam("id"));
    } catch (NumberFormatException e) {
      throw RegistryException.noSchema();
    }
  }

  private static boolean flag(Context ctx, String name) {
    return Boolean.parseBoolean(ctx.queryParam(name));
  }

  private static JsonNode body(Context ctx) {
    try {
      JsonNode body = JSON.readTree(ctx.body());
      if (body != null && body.isObject()) {
        return body;
      }
    } catch (JsonProcessingException e) {
      // Refused below, like JSON that is no object.
    }
    throw RegistryException.invalidBody();
  }

  private static Schema schema(Context ctx) {
    JsonNode body = body(ctx);
    if (!body.path("schemaType").asText("AVRO").equals("AVRO")) {
      throw RegistryException.invalidSchema("only schemaType AVRO is kept here");
    }
    if (!body.path("references").isEmpty()) {
      throw RegistryException.invalidSchema("references are not supported; write the schema out");
    }
    try {
      return new Schema.Parser().parse(body.path("schema").asText());
    } catch (AvroRuntimeException e) {
      throw RegistryException.invalidSchema(e.getMessage());
    }
  }

  private static ObjectNode json(Version version) {
    return JSON.createObjectNode()
        .put("subject", version.subject())
        .put("version", version.version())
        .put("id", version.id())
        .put("schema", version.schema());
  }

  private static ObjectNode level(String field, Compatibility level) {
    return JSON.createObjectNode().put(field, level.name());
  }

  private static ArrayNode texts(Collection<String> texts) {
    ArrayNode array = JSON.createArrayNode();
    texts.forEach(array::add);
    return array;
  }

  private static ArrayNode numbers(Collection<Integer> numbers) {
    ArrayNode array = JSON.createArrayNode();
    numbers.forEach(array::add);
    return array;
  }

  private static void error(Context ctx, int status, int code, String message) {
    ctx.status(status);
    answer(ctx, JSON.createObjectNode().put("error_code", code).put("message", message));
  }

  private static void answer(Context ctx, JsonNode body) {
    text(ctx, body.toString());
  }

  private static void text(Context ctx, String body) {
    ctx.contentType(MEDIA_TYPE).result(body);
  }
}
