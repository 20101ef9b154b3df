package io.tidewatch.connectors.gateway.query;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.tidewatch.connectors.gateway.http.ProblemException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** How lists are asked for page by page. */
final class Pages {
  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_LIMIT = 200;
  private static final int MAX_CURSOR = 1_024;

  private Pages() {}

  /** Returns how many entries are asked for. */
  static int limit(Context ctx) {
    return number(ctx, "limit", DEFAULT_LIMIT, MAX_LIMIT);
  }

  /**
   * Returns a number of the query, from 1 on.
   *
   * @throws ProblemException 400 if it is none, or out of range
   */
  static int number(Context ctx, String name, int otherwise, int most) {
    String text = ctx.queryParam(name);
    if (text == null) {
      return otherwise;
    }
    if (!text.matches("\\d{1,4}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > most) {
      throw ProblemException.of(400, "bad " + name, name + " must be 1 to " + most);
    }
    return Integer.parseInt(text);
  }

  /** Returns the key behind which the page begins. */
  static Optional<byte[]> cursor(Context ctx, byte[] prefix) {
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

  /** Says where the next page begins. */
  static void next(ObjectNode answer, byte[] last) {
    answer.put("next", Base64.getUrlEncoder().withoutPadding().encodeToString(last));
  }
}
