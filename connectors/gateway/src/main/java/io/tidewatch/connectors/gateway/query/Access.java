package io.tidewatch.connectors.gateway.query;

import io.javalin.http.Context;
import io.tidewatch.connectors.gateway.http.ProblemException;
import java.util.List;
import java.util.Optional;

/** Lets in who shows a token, as far as its scopes go. Immutable. */
record Access(List<ApiToken> tokens) {
  /**
   * Returns the token of a request.
   *
   * @throws ProblemException 401 if there is none that is known
   */
  ApiToken token(Context ctx) {
    String header = ctx.header("Authorization");
    boolean bearer = header != null && header.regionMatches(true, 0, "Bearer ", 0, 7);
    return Optional.ofNullable(bearer ? header.substring(7).strip() : null)
        .flatMap(shown -> ApiToken.find(tokens, shown))
        .orElseThrow(
            () ->
                ProblemException.of(
                    401, "unauthorized", "give a token: Authorization: Bearer TOKEN"));
  }

  /**
   * Returns the token of a request that needs a scope.
   *
   * @throws ProblemException 401, or 403 if the token has not the scope
   */
  ApiToken require(Context ctx, Scope scope) {
    ApiToken token = token(ctx);
    if (!token.scopes().contains(scope)) {
      throw ProblemException.of(
          403,
          "forbidden",
          "token " + token.name() + " has not the scope " + scope.text() + ", which this needs");
    }
    return token;
  }
}
