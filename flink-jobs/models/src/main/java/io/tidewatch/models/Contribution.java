package io.tidewatch.models;

/**
 * What one reason group adds to a churn probability.
 *
 * @param group {@code ReasonGroup} in lower case, or {@value #SEQUENCE}
 * @param value what it adds, -1 to 1
 */
public record Contribution(String group, float value) {
  /** The group of the recurrent state: the order and spacing of what the customer did. */
  public static final String SEQUENCE = "sequence";
}
