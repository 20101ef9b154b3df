package io.tidewatch.platform.releases;

/** The running job does not serve a release; the message says why and what to do. */
public final class ReleaseNotServedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ReleaseNotServedException(String message) {
    super(message);
  }
}
