package io.tidewatch.connectors.kafka;

import io.tidewatch.connectors.tls.Tls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/**
 * How the client of the schema registry shows who it is, and knows whom it speaks to. Stateless.
 */
final class RegistryLogin {
  private static final String TOKEN = KafkaOptions.SCHEMA_REGISTRY_TOKEN_FILE.key();
  private static final String AUTHORITIES = KafkaOptions.SCHEMA_REGISTRY_CA_FILE.key();

  private RegistryLogin() {}

  /**
   * Returns the value of the header Authorization; empty if the registry asks for none.
   *
   * @param userInfo user and password of the address
   * @throws IllegalArgumentException if there are two logins, or the token cannot be read; never
   *     with the token
   */
  static Optional<String> header(RegistrySettings settings, Optional<String> userInfo) {
    if (settings.tokenFile().isEmpty()) {
      return userInfo.map(
          info ->
              "Basic " + Base64.getEncoder().encodeToString(info.getBytes(StandardCharsets.UTF_8)));
    }
    if (userInfo.isPresent()) {
      throw new IllegalArgumentException(
          TOKEN + " is set, and the address has user and password too; remove one of them");
    }
    try {
      String token = Files.readString(Path.of(settings.tokenFile())).strip();
      if (token.isEmpty() || token.lines().count() > 1) {
        throw new IllegalArgumentException(
            TOKEN + "=" + settings.tokenFile() + " must hold the token on one line");
      }
      return Optional.of("Bearer " + token);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "%s=%s cannot be read (%s); it must be a text file that this process may read"
              .formatted(TOKEN, settings.tokenFile(), e.getClass().getSimpleName()),
          e);
    }
  }

  /** Returns what the client trusts; empty: what Java does. */
  static Optional<SSLContext> trust(RegistrySettings settings) {
    if (settings.caFile().isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Tls.client(Path.of(settings.caFile())));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(AUTHORITIES + ": " + e.getMessage(), e);
    }
  }

  /** Returns what stands behind a failure, in a few words. */
  static String problem(IOException failure) {
    return failure instanceof SSLException
        ? "TLS fails (%s), correct %s or the scheme of the address"
            .formatted(failure.getMessage(), AUTHORITIES)
        : failure.getClass().getSimpleName();
  }
}
