package io.tidewatch.training.imports;

/** A model file cannot become a release; says which part of it, why, and what to do instead. */
public final class RefusedImportException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates it with what, where, the value and the remedy. */
  public RefusedImportException(String message) {
    super(message);
  }

  /** Creates it with what, where, the value, the remedy and the cause. */
  public RefusedImportException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Returns a text of a model file, short and harmless for logs and terminals. */
  public static String printable(String text) {
    String shown = text.length() > 160 ? text.substring(0, 160) + "..." : text;
    return shown.replaceAll("[^\\x20-\\x7e]", "?");
  }
}
