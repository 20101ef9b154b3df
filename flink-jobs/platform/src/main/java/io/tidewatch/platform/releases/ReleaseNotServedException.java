package io.tidewatch.platform.releases;

/** The running job does not serve a release; the message says why and what to do. */
public final class ReleaseNotServedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean refusal;

  ReleaseNotServedException(String message, boolean refusal) {
    super(message);
    this.refusal = refusal;
  }

  /** Returns whether the job refused it; if not, nobody answered in time. */
  public boolean isRefusal() {
    return refusal;
  }
}
