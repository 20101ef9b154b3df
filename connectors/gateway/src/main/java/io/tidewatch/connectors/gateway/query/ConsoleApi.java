package io.tidewatch.connectors.gateway.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.prometheus.client.CollectorRegistry;
import io.tidewatch.connectors.gateway.http.ProblemException;
import io.tidewatch.connectors.gateway.http.Problems;
import io.tidewatch.connectors.gateway.http.RequestBody;
import io.tidewatch.connectors.gateway.query.AlertList.State;
import io.tidewatch.connectors.kafka.RecordProducer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/** What the console asks beside customers, offers and models. Thread-safe. */
final class ConsoleApi {
  private static final RequestBody BODIES = new RequestBody(4 << 10, Duration.ofSeconds(10));
  private static final int DEFAULT_DAYS = 30;
  private static final int MAX_DAYS = 366;

  private final Access access;
  private final AlertList alerts;
  private final AlertActions actions;
  private final Funnel funnel;
  private final ModelView models;
  private final Operations operations;
  private final Live live;
  private final Executor answers;

  ConsoleApi(
      Access access,
      Store store,
      RecordProducer producer,
      CollectorRegistry registry,
      Live live,
      Executor answers) {
    this.access = access;
    this.alerts = new AlertList(store);
    this.actions = new AlertActions(alerts, producer);
    this.funnel = new Funnel(store);
    this.models = new ModelView(store, registry);
    this.operations = new Operations(store, registry);
    this.live = live;
    this.answers = answers;
  }

  /** Says whose token it is and what it opens, so that a page shows nothing else. */
  ObjectNode me(Context ctx) {
    ApiToken token = access.token(ctx);
    ObjectNode me = JsonNodeFactory.instance.objectNode().put("name", token.name());
    ArrayNode scopes = me.putArray("scopes");
    token.scopes().stream().sorted().map(Scope::text).forEach(scopes::add);
    return me;
  }

  ObjectNode alerts(Context ctx) {
    access.require(ctx, Scope.CUSTOMERS);
    return alerts.page(
        state(ctx), Pages.cursor(ctx, Keys.alertPrefix()), Pages.limit(ctx), Instant.now());
  }

  private static Optional<State> state(Context ctx) {
    String text = ctx.queryParam("state");
    if (text == null || text.equals("all")) {
      return Optional.empty();
    }
    return Optional.of(
        Arrays.stream(State.values())
            .filter(state -> state.text().equals(text))
            .findFirst()
            .orElseThrow(
                () ->
                    ProblemException.of(
                        400, "bad state", "state must be open, snoozed, done or all")));
  }

  /** Does what the body says; answers when Kafka has it. */
  void act(Context ctx) {
    access.require(ctx, Scope.ACT);
    access.require(ctx, Scope.CUSTOMERS);
    byte[] body = BODIES.read(ctx.bodyInputStream(), ctx.header("Content-Encoding"));
    CompletableFuture<ObjectNode> taken = actions.take(body, Instant.now());
    ctx.future(
        () ->
            taken.handleAsync(
                (done, failure) -> {
                  answer(ctx, done, failure);
                  return null;
                },
                answers));
  }

  private void answer(Context ctx, ObjectNode done, Throwable failure) {
    if (failure == null) {
      live.changed(EnumSet.of(LiveChange.ALERTS));
      ctx.contentType("application/json").result(done.toString());
    } else if (failure instanceof CompletionException e && e.getCause() != null) {
      Problems.answer(ctx, e.getCause());
    } else {
      Problems.answer(ctx, failure);
    }
  }

  ObjectNode funnel(Context ctx) {
    access.require(ctx, Scope.OFFERS);
    return funnel.newest(Pages.number(ctx, "days", DEFAULT_DAYS, MAX_DAYS));
  }

  ObjectNode modelHealth(Context ctx) {
    access.require(ctx, Scope.MODELS);
    return models.now();
  }

  ObjectNode operations(Context ctx) {
    access.require(ctx, Scope.OPERATIONS);
    return operations.now(Instant.now());
  }

  void live(Context ctx) {
    live.listen(ctx, access.token(ctx));
  }
}
