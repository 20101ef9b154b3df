package io.tidewatch.connectors.gateway.http;

import java.time.Duration;
import java.util.Optional;

/**
 * A request that is not answered as it asked, as a problem detail of RFC 9457. Without a stack
 * trace: hostile clients cause many.
 */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String title;
  private final transient Duration retryAfter;

  private ProblemException(int status, String title, String detail, Duration retryAfter) {
    super(detail, null, false, false);
    this.status = status;
    this.title = title;
    this.retryAfter = retryAfter;
  }

  /**
   * Says what is wrong with a request.
   *
   * @param status HTTP status, 400 to 599
   * @param title the kind of problem, in a few words
   * @param detail this one: what was found, and the remedy; nothing personal
   */
  public static ProblemException of(int status, String title, String detail) {
    return new ProblemException(status, title, detail, null);
  }

  /** Says what is wrong, and when it will be worth asking again. */
  public static ProblemException later(
      int status, String title, String detail, Duration retryAfter) {
    return new ProblemException(status, title, detail, retryAfter);
  }

  /** Returns the HTTP status. */
  public int status() {
    return status;
  }

  /** Returns the kind of problem. */
  public String title() {
    return title;
  }

  /** Returns when to ask again. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
