package io.tidewatch.connectors.gateway.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import org.eclipse.jetty.http.BadMessageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers requests that failed: problem details as of RFC 9457, for every endpoint. */
public final class Problems {
  /** Media type of a problem detail. */
  public static final String MEDIA_TYPE = "application/problem+json";

  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  private Problems() {}

  /** Registers the answers. */
  public static void register(RoutesConfig routes) {
    routes.exception(ProblemException.class, (e, ctx) -> answer(ctx, e));
    routes.exception(
        HttpResponseException.class,
        (e, ctx) -> answer(ctx, e.getStatus(), reason(e.getStatus()), detail(e.getStatus())));
    // What the server finds wrong while a body is read, such as a client that dribbles.
    routes.exception(
        BadMessageException.class,
        (e, ctx) ->
            answer(ctx, e.getCode(), reason(e.getCode()), "the request came too slowly or broken"));
    routes.exception(Exception.class, (e, ctx) -> unexpected(ctx, e));
  }

  /** Answers with any failure. */
  public static void answer(Context ctx, Throwable failure) {
    if (failure instanceof ProblemException problem) {
      problem
          .retryAfter()
          .ifPresent(
              // Whole seconds, never earlier than said.
              wait -> ctx.header("Retry-After", Long.toString(wait.toMillis() / 1_000 + 1)));
      answer(ctx, problem.status(), problem.title(), problem.getMessage());
    } else {
      unexpected(ctx, failure);
    }
  }

  private static void unexpected(Context ctx, Throwable failure) {
    // The route's own path: what a client wrote there may be personal.
    LOG.error("{} failed", ctx.endpoints().current().path, failure);
    answer(ctx, 500, "internal error", "the log of the gateway says more");
  }

  private static String reason(int status) {
    return switch (status) {
      case 404 -> "not found";
      case 405 -> "method not allowed";
      case 408 -> "too slow";
      case 413 -> "too large";
      default -> "request failed";
    };
  }

  private static String detail(int status) {
    return switch (status) {
      case 404 -> "there is nothing at this path";
      case 405 -> "this path knows other methods";
      default -> "the server does not serve such a request";
    };
  }

  private static void answer(Context ctx, int status, String title, String detail) {
    ctx.status(status)
        .contentType(MEDIA_TYPE)
        .result(
            JsonNodeFactory.instance
                .objectNode()
                .put("title", title)
                .put("status", status)
                .put("detail", detail)
                .toString());
  }
}
