package io.tidewatch.connectors.gateway.collector;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.prometheus.client.CollectorRegistry;
import io.tidewatch.connectors.gateway.http.ProblemException;
import io.tidewatch.connectors.gateway.http.Problems;
import io.tidewatch.connectors.gateway.http.RequestBody;
import io.tidewatch.connectors.kafka.RecordProducer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/**
 * The paths of the Segment HTTP tracking spec, and the short ones of its browser library. The body
 * is JSON whatever the media type says, because browser libraries send {@code text/plain} and some
 * server libraries a form's. Thread-safe.
 */
public final class CollectorApi {
  private static final Duration BODY_WITHIN = Duration.ofSeconds(10);
  private static final String ALLOWED_HEADERS =
      "Authorization, Content-Type, Content-Encoding, AnonymousId, X-Retry-Count";

  private final CollectorSettings settings;
  private final Collector collector;
  private final CollectorMetrics metrics;
  private final RequestBody bodies;
  private final Executor answers;

  /**
   * Creates the API.
   *
   * @param producer where events go; not closed by this
   * @param registry takes the metrics
   * @param answers writes the answers; the thread of the producer must not wait for slow readers
   */
  public CollectorApi(
      CollectorSettings settings,
      RecordProducer producer,
      CollectorRegistry registry,
      Executor answers) {
    this.settings = settings;
    this.metrics = new CollectorMetrics(registry);
    this.collector = new Collector(settings, producer, metrics, InstantSource.system());
    this.bodies = new RequestBody(settings.maxBodyBytes(), BODY_WITHIN);
    this.answers = answers;
  }

  /** Registers the paths. */
  public void register(RoutesConfig routes) {
    for (Call call : Call.values()) {
      post(routes, "/v1/" + call.type(), Optional.of(call));
      post(routes, "/v1/" + call.type().charAt(0), Optional.of(call));
    }
    for (String path : List.of("batch", "b", "import")) {
      post(routes, "/v1/" + path, Optional.empty());
    }
  }

  private void post(RoutesConfig routes, String path, Optional<Call> call) {
    Handler handler = ctx -> take(ctx, call);
    routes.post(path, handler);
    routes.options(path, this::preflight);
  }

  private void preflight(Context ctx) {
    allowOrigin(ctx);
    ctx.header("Access-Control-Allow-Methods", "POST")
        .header("Access-Control-Allow-Headers", ALLOWED_HEADERS)
        .header("Access-Control-Max-Age", "86400")
        .status(204);
  }

  /** Answers with an origin that was configured, never with what the request said. */
  private void allowOrigin(Context ctx) {
    if (settings.origins().contains(CollectorSettings.ANY_ORIGIN)) {
      ctx.header("Access-Control-Allow-Origin", CollectorSettings.ANY_ORIGIN);
      return;
    }
    String origin = ctx.header("Origin");
    ctx.header("Vary", "Origin");
    settings.origins().stream()
        .filter(allowed -> allowed.equals(origin))
        .forEach(allowed -> ctx.header("Access-Control-Allow-Origin", allowed));
  }

  private void take(Context ctx, Optional<Call> call) {
    long start = System.nanoTime();
    allowOrigin(ctx);
    CompletableFuture<Receipt> receipt;
    try {
      receipt = accept(ctx, call);
    } catch (ProblemException e) {
      receipt = CompletableFuture.failedFuture(e);
    }
    CompletableFuture<Receipt> taken = receipt;
    ctx.future(
        () ->
            taken.handleAsync(
                (done, failure) -> {
                  answer(ctx, done, failure);
                  metrics.answered(ctx.statusCode(), System.nanoTime() - start);
                  return null;
                },
                answers));
  }

  private CompletableFuture<Receipt> accept(Context ctx, Optional<Call> call) {
    // A key in the header is looked at before the body: strangers cost little.
    Optional<WriteKey> known = basicUser(ctx).map(this::known);
    if (ctx.req().getContentLengthLong() > settings.maxBodyBytes()) {
      throw bodies.tooLarge();
    }
    byte[] body = bodies.read(ctx.bodyInputStream(), ctx.header("Content-Encoding"));
    Submission submission = Submission.parse(body, call.isEmpty());
    WriteKey key =
        known.orElseGet(() -> known(submission.writeKey().orElseThrow(CollectorApi::unauthorized)));
    return collector.take(submission, call, key);
  }

  private WriteKey known(String shown) {
    return WriteKey.find(settings.keys(), shown).orElseThrow(CollectorApi::unauthorized);
  }

  private static ProblemException unauthorized() {
    return ProblemException.of(
        401,
        "unauthorized",
        "give a write key that the gateway knows, as user of HTTP basic authentication or as"
            + " writeKey in the body");
  }

  /** The user of basic authentication; there is no password. */
  private static Optional<String> basicUser(Context ctx) {
    String header = ctx.header("Authorization");
    if (header == null || !header.regionMatches(true, 0, "Basic ", 0, 6)) {
      return Optional.empty();
    }
    try {
      String pair =
          new String(
              Base64.getDecoder().decode(header.substring(6).strip()), StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      return Optional.of(colon < 0 ? pair : pair.substring(0, colon));
    } catch (IllegalArgumentException e) {
      throw unauthorized();
    }
  }

  private static void answer(Context ctx, Receipt receipt, Throwable failure) {
    if (failure != null) {
      Problems.answer(ctx, failure instanceof CompletionException ? failure.getCause() : failure);
      return;
    }
    ctx.status(receipt.status()).contentType("application/json").result(receipt.json().toString());
  }
}
