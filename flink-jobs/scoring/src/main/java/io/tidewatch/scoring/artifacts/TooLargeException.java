package io.tidewatch.scoring.artifacts;

import java.io.IOException;

/** An artifact is larger than it may be; nothing of it was kept. */
public final class TooLargeException extends IOException {
  private static final long serialVersionUID = 1L;

  TooLargeException(String message) {
    super(message);
  }
}
