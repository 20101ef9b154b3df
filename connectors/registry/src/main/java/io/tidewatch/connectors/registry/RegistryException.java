package io.tidewatch.connectors.registry;

import java.util.Arrays;

/** A request that cannot be answered, with the error code of the Confluent API. */
final class RegistryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final int code;

  private RegistryException(int status, int code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
  }

  static RegistryException noSubject(String subject) {
    return new RegistryException(404, 40401, "Subject '" + subject + "' not found.");
  }

  static RegistryException noVersion(Object version) {
    return new RegistryException(404, 40402, "Version " + version + " not found.");
  }

  static RegistryException noSchema() {
    return new RegistryException(404, 40403, "Schema not found");
  }

  static RegistryException notDeletedFirst(String subject) {
    return new RegistryException(
        404,
        40405,
        "Subject '" + subject + "' was not deleted first before being permanently deleted");
  }

  static RegistryException noLevel(String subject) {
    return new RegistryException(
        404,
        40408,
        "Subject '" + subject + "' does not have subject-level compatibility configured");
  }

  static RegistryException incompatible(String message) {
    return new RegistryException(409, 409, message);
  }

  static RegistryException invalidSchema(String message) {
    return new RegistryException(422, 42201, "Invalid schema: " + message);
  }

  static RegistryException invalidVersion(String version) {
    return new RegistryException(
        422,
        42202,
        "The specified version '"
            + version
            + "' is not a valid version id; allowed are numbers from 1 and \"latest\"");
  }

  static RegistryException invalidLevel(String level) {
    return new RegistryException(
        422,
        42203,
        "Invalid compatibility level '"
            + level
            + "'; allowed are "
            + Arrays.toString(Compatibility.values()));
  }

  static RegistryException invalidBody() {
    return new RegistryException(
        400, 400, "The request's body is not the JSON object that this path takes");
  }

  int status() {
    return status;
  }

  int code() {
    return code;
  }
}
