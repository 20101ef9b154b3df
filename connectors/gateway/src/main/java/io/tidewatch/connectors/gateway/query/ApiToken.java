package io.tidewatch.connectors.gateway.query;

import io.tidewatch.connectors.gateway.http.Secret;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What a client of the query API shows to be let in. Immutable.
 *
 * @param name name for people
 * @param secret what it shows
 * @param scopes what it may ask for; at least one
 */
public record ApiToken(String name, Secret secret, Set<Scope> scopes) {
  public ApiToken {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(secret, "secret");
    scopes = Set.copyOf(scopes);
    if (scopes.isEmpty()) {
      throw new IllegalArgumentException("token '" + name + "' has no scope, so it opens nothing");
    }
  }

  /** Finds the token that a client shows; looks at all of them, however early one fits. */
  static Optional<ApiToken> find(List<ApiToken> tokens, String shown) {
    Secret secret = Secret.shown(shown);
    ApiToken found = null;
    for (ApiToken token : tokens) {
      if (token.secret().matches(secret)) {
        found = token;
      }
    }
    return Optional.ofNullable(found);
  }
}
