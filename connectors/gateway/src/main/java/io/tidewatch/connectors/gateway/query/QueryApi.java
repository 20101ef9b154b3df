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
import io.tidewatch.connectors.kafka.RecordProducer;
import io.tidewatch.schemas.Topic;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/**
 * Answers questions about customers, offers and models, from a store on this machine that follows
 * the topics: what it says is at most moments old, and it says so when it is more. Thread-safe.
 */
public final class QueryApi implements AutoCloseable {
  /** Where all paths begin. */
  public static final String ROOT = "/api/v1";

  private static final String DOCUMENT = "openapi.json";
  private static final Duration UNTIL_READ = Duration.ofSeconds(5);

  /** Raise it when what the store holds changes in another way than by schemas. */
  private static final int STORE_VERSION = 2;

  private final Access access;
  private final Store store;
  private final Live live;
  private final StoreFeed feed;
  private final Answers answers;
  private final ConsoleApi console;
  private final Histogram seconds;

  private QueryApi(
      QuerySettings settings,
      RecordSource source,
      RecordProducer producer,
      CollectorRegistry registry,
      Executor writers) {
    this.access = new Access(settings.tokens());
    this.store = Store.open(settings.directory(), settings.memoryBytes(), format());
    this.live = new Live(writers);
    this.feed = StoreFeed.start(store, source, live::taken);
    this.answers = new Answers(store, producer::keys);
    this.console = new ConsoleApi(access, store, producer, registry, live, writers);
    this.seconds =
        Histogram.build("tidewatch_query_seconds", "Time that answers of the query API took.")
            .labelNames("path")
            .buckets(.0005, .001, .0025, .005, .01, .025, .05, .1, 1)
            .register(registry);
  }

  /**
   * Opens the store and begins to follow the topics.
   *
   * @param producer takes what desks hear of alerts; not closed by this
   * @param registry takes the metrics, and has those that operators are shown
   * @param writers writes answers that come later; those who wait for Kafka must not write them
   * @throws IllegalStateException if another process uses the store
   */
  public static QueryApi start(
      QuerySettings settings,
      RecordSource source,
      RecordProducer producer,
      CollectorRegistry registry,
      Executor writers) {
    return new QueryApi(settings, source, producer, registry, writers);
  }

  /** Answers hold all fields of their records, so another schema is another format. */
  private static String format() {
    return Projection.topics().stream()
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
          access.require(ctx, Scope.CUSTOMERS);
          answer(ctx, answers.atRisk(Pages.cursor(ctx, Keys.riskPrefix()), Pages.limit(ctx)));
        });
    get(
        routes,
        "/offers",
        ctx -> {
          access.require(ctx, Scope.OFFERS);
          answer(ctx, answers.offers(Pages.cursor(ctx, Keys.prefix(View.OFFER)), Pages.limit(ctx)));
        });
    get(
        routes,
        "/models",
        ctx -> {
          access.require(ctx, Scope.MODELS);
          answer(ctx, answers.models());
        });
    get(routes, "/alerts", ctx -> answer(ctx, console.alerts(ctx)));
    get(routes, "/funnel", ctx -> answer(ctx, console.funnel(ctx)));
    // These ask the job, too: their time says nothing of the store's.
    routes.get(ROOT + "/model-health", ctx -> answer(ctx, console.modelHealth(ctx)));
    routes.get(ROOT + "/operations", ctx -> answer(ctx, console.operations(ctx)));
    routes.get(ROOT + "/me", ctx -> answer(ctx, console.me(ctx)));
    routes.get(ROOT + "/live", console::live);
    routes.post(ROOT + "/alerts", console::act);
    routes.get(
        ROOT + "/health",
        ctx -> {
          access.token(ctx);
          answer(ctx, health());
        });
    routes.get(
        ROOT + "/" + DOCUMENT,
        ctx -> {
          access.token(ctx);
          ctx.contentType("application/json").result(document());
        });
  }

  private void get(RoutesConfig routes, String path, Handler handler) {
    routes.get(
        ROOT + path,
        ctx -> {
          access.token(ctx); // before anything is said about the store
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
    ApiToken token = access.require(ctx, Scope.CUSTOMERS);
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

  /** Ends what goes on without end, so that no request holds the server when it stops. */
  public void endLive() {
    live.close();
  }

  /** Stops following the topics and closes the store; requests must have ended. */
  @Override
  public void close() {
    live.close();
    feed.close();
    store.close();
  }
}
