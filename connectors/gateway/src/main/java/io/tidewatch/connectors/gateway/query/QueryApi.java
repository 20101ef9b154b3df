package io.tidewatch.connectors.gateway.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Histogram;
import io.tidewatch.connectors.gateway.http.ProblemException;
import io.tidewatch.schemas.Topic;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Answers questions about customers, offers and models, from a store on this machine that follows
 * the topics: what it says is at most moments old, and it says so when it is more. Thread-safe.
 */
public final class QueryApi implements AutoCloseable {
  /** Where all paths begin. */
  public static final String ROOT = "/api/v1";

  private static final String DOCUMENT = "openapi.json";
  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_LIMIT = 200;
  private static final int MAX_CURSOR = 1_024;
  private static final Duration UNTIL_READ = Duration.ofSeconds(5);

  /** Raise it when what the store holds changes in another way than by schemas. */
  private static final int STORE_VERSION = 1;

  private final QuerySettings settings;
  private final Store store;
  private final StoreFeed feed;
  private final Answers answers;
  private final Histogram seconds;

  private QueryApi(QuerySettings settings, RecordSource source, CollectorRegistry registry) {
    this.settings = settings;
    this.store = Store.open(settings.directory(), settings.memoryBytes(), format());
    this.feed = StoreFeed.start(store, source);
    this.answers = new Answers(store);
    this.seconds =
        Histogram.build("tidewatch_query_seconds", "Time that answers of the query API took.")
            .labelNames("path")
            .buckets(.0005, .001, .0025, .005, .01, .025, .05, .1, 1)
            .register(registry);
  }

  /**
   * Opens the store and begins to follow the topics.
   *
   * @param registry takes the metrics
   * @throws IllegalStateException if another process uses the store
   */
  public static QueryApi start(
      QuerySettings settings, RecordSource source, CollectorRegistry registry) {
    return new QueryApi(settings, source, registry);
  }

  /** Answers hold all fields of their records, so another schema is another format. */
  private static String format() {
    return Arrays.stream(View.values())
        .map(View::topic)
        .map(Topic::schema)
        .map(schema -> Integer.toHexString(schema.toString().hashCode()))
        .collect(Collectors.joining("-", STORE_VERSION + "-", ""));
  }

  /** Registers the paths. */
  public void register(RoutesConfig routes) {
    get(routes, "/customers/{customerId}", ctx -> answer(ctx, customer(ctx)));
    get(
        routes,
        "/at-risk",
        ctx -> {
          require(ctx, Scope.CUSTOMERS);
          answer(ctx, answers.atRisk(cursor(ctx, Keys.riskPrefix()), limit(ctx)));
        });
    get(
        routes,
        "/offers",
        ctx -> {
          require(ctx, Scope.OFFERS);
          answer(ctx, answers.offers(cursor(ctx, Keys.prefix(View.OFFER)), limit(ctx)));
        });
    get(
        routes,
        "/models",
        ctx -> {
          require(ctx, Scope.MODELS);
          answer(ctx, answers.models());
        });
    routes.get(
        ROOT + "/health",
        ctx -> {
          token(ctx);
          answer(ctx, health());
        });
    routes.get(
        ROOT + "/" + DOCUMENT,
        ctx -> {
          token(ctx);
          ctx.contentType("application/json").result(document());
        });
  }

  private void get(RoutesConfig routes, String path, Handler handler) {
    routes.get(
        ROOT + path,
        ctx -> {
          token(ctx); // before anything is said about the store
          if (!feed.caughtUp()) {
            throw ProblemException.later(
                503, "starting", "the store is still reading the topics", UNTIL_READ);
          }
          try (Histogram.Timer timer = seconds.labels(path).startTimer()) {
            handler.handle(ctx);
          }
        });
  }

  private ObjectNode customer(Context ctx) {
    ApiToken token = require(ctx, Scope.CUSTOMERS);
    boolean contacts = token.scopes().contains(Scope.CONTACTS);
    return answers
        .customer(ctx.pathParam("customerId"), contacts, Instant.now())
        .orElseThrow(
            () ->
                ProblemException.of(404, "unknown customer", "nothing is known of this customer"));
  }

  private ObjectNode health() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("status", !feed.following() ? "down" : feed.caughtUp() ? "up" : "starting")
        .put("caughtUp", feed.caughtUp())
        .put("following", feed.following());
  }

  private ApiToken token(Context ctx) {
    String header = ctx.header("Authorization");
    boolean bearer = header != null && header.regionMatches(true, 0, "Bearer ", 0, 7);
    return Optional.ofNullable(bearer ? header.substring(7).strip() : null)
        .flatMap(shown -> ApiToken.find(settings.tokens(), shown))
        .orElseThrow(
            () ->
                ProblemException.of(
                    401, "unauthorized", "give a token: Authorization: Bearer TOKEN"));
  }

  private ApiToken require(Context ctx, Scope scope) {
    ApiToken token = token(ctx);
    if (!token.scopes().contains(scope)) {
      throw ProblemException.of(
          403,
          "forbidden",
          "token " + token.name() + " has not the scope " + scope.text() + ", which this needs");
    }
    return token;
  }

  private static int limit(Context ctx) {
    String text = ctx.queryParam("limit");
    if (text == null) {
      return DEFAULT_LIMIT;
    }
    if (!text.matches("\\d{1,3}")
        || Integer.parseInt(text) < 1
        || Integer.parseInt(text) > MAX_LIMIT) {
      throw ProblemException.of(400, "bad limit", "limit must be 1 to " + MAX_LIMIT);
    }
    return Integer.parseInt(text);
  }

  private static Optional<byte[]> cursor(Context ctx, byte[] prefix) {
    String text = ctx.queryParam("after");
    if (text == null) {
      return Optional.empty();
    }
    try {
      byte[] key = text.length() <= MAX_CURSOR ? Base64.getUrlDecoder().decode(text) : new byte[0];
      if (key.length > prefix.length
          && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length)) {
        return Optional.of(key);
      }
    } catch (IllegalArgumentException e) {
      // Refused below, like a cursor of another list.
    }
    throw ProblemException.of(400, "bad cursor", "after must be the next of the page before");
  }

  private static void answer(Context ctx, JsonNode json) {
    ctx.contentType("application/json").result(json.toString());
  }

  private static String document() {
    try (InputStream in = QueryApi.class.getResourceAsStream(DOCUMENT)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + DOCUMENT, e);
    }
  }

  /** Stops following the topics and closes the store; requests must have ended. */
  @Override
  public void close() {
    feed.close();
    store.close();
  }
}
