package io.tidewatch.platform.options;

import io.tidewatch.models.signing.SigningKey;
import io.tidewatch.platform.terminal.CommandFailedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where Tidewatch keeps things on this machine.
 *
 * @param data what must last: the embedded platform's topics and state, and the key that signs
 *     releases
 * @param cache what can be made again: trained models of the demo
 */
public record Home(Path data, Path cache) {

  /**
   * Returns the places for a process: {@code TIDEWATCH_HOME} or {@code ~/.tidewatch}, and {@code
   * XDG_CACHE_HOME/tidewatch} or {@code ~/.cache/tidewatch}.
   *
   * @param environment variables of the process
   * @param userHome the home directory
   */
  public static Home of(Map<String, String> environment, Path userHome) {
    return new Home(
        variable(environment, "TIDEWATCH_HOME").orElse(userHome.resolve(".tidewatch")),
        variable(environment, "XDG_CACHE_HOME")
            .orElse(userHome.resolve(".cache"))
            .resolve("tidewatch"));
  }

  /** Returns the places for this process. */
  public static Home ofProcess() {
    return of(System.getenv(), Path.of(System.getProperty("user.home")));
  }

  /** Returns the file in which a running platform says where it can be reached. */
  public Path connectionFile() {
    return data.resolve("connection.properties");
  }

  /** Returns the file of the key by which trackers write to this machine's platform. */
  public Path writeKeyFile() {
    return data.resolve("keys").resolve("gateway-write-key");
  }

  /** Returns the file of the token by which clients ask this machine's platform. */
  public Path tokenFile() {
    return data.resolve("keys").resolve("gateway-token");
  }

  /**
   * Returns the key that signs what is trained on this machine, and that its platform and demo
   * trust; made when first asked for, and kept under {@code keys}.
   *
   * @throws CommandFailedException if it can be neither read nor made
   */
  public SigningKey releaseKey() {
    Path file = data.resolve("keys").resolve("release.pem");
    try {
      return SigningKey.readOrCreate(file);
    } catch (IOException | IllegalArgumentException e) {
      throw new CommandFailedException("cannot use " + file + " to sign releases", e);
    }
  }

  private static Optional<Path> variable(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(v -> !v.isBlank()).map(Path::of);
  }
}
