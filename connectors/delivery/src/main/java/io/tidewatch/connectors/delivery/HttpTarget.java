package io.tidewatch.connectors.delivery;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Where and how messages are posted. Immutable.
 *
 * @param url address; that of a chat room is as good as a password, so it is never shown
 * @param body what the target understands
 * @param signature signs webhooks; empty for chat rooms, which check none
 * @param timeout time for an attempt as a whole
 */
public record HttpTarget(URI url, Body body, Optional<WebhookSignature> signature, Duration timeout)
    implements Endpoint {
  /** Checks the address. */
  public HttpTarget {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout=" + timeout + " must be longer than 0");
    }
    boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    if (!http || url.getHost() == null || url.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "the address must begin with https:// or http://, name a host, and hold no user name");
    }
  }

  /** Without the address. */
  @Override
  public String toString() {
    return "HttpTarget[host=" + url.getHost() + ", timeout=" + timeout + "]";
  }
}
