package io.tidewatch.platform.options;

import io.tidewatch.scoring.artifacts.ArtifactReader;
import io.tidewatch.scoring.artifacts.ArtifactStore;
import io.tidewatch.scoring.artifacts.FileSystemPlugins;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Option;

/** Options of commands that put releases into a store, or look for them there. */
public final class StoreOptions {
  private static final long MAX_BYTES = 64L << 20;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** Holds what an HTTP store wants to be told; not an option, because others see those. */
  private static final String AUTHORIZATION = "TIDEWATCH_STORE_AUTHORIZATION";

  @Option(
      names = {"--store", "--models"},
      paramLabel = "URI",
      description =
          "Where releases are kept, readable for the job: a folder, s3://bucket/path, or"
              + " https://host/path where they were uploaded before."
              + " Default: ~/.tidewatch/platform/models.")
  private Optional<String> store = Optional.empty();

  @Option(
      names = "--store-option",
      paramLabel = "KEY=VALUE",
      description = "Setting of Flink's file system for the store, such as s3.endpoint=URL.")
  private Map<String, String> settings = new TreeMap<>();

  /** Returns the store; loads file system plugins if it needs one. */
  public ArtifactStore open() {
    String address =
        store
            .map(StoreOptions::address)
            .orElseGet(
                () ->
                    address(
                        Home.ofProcess().data().resolve("platform").resolve("models").toString()));
    if (!address.matches("(?i)(file|https?):.*")) {
      FileSystemPlugins.load(Configuration.fromMap(settings));
    }
    return new ArtifactStore(address, reader(address));
  }

  private static ArtifactReader reader(String address) {
    Optional<String> authorization = Optional.ofNullable(System.getenv(AUTHORIZATION));
    return authorization.isPresent()
        ? new ArtifactReader(
            MAX_BYTES, List.of(address), TIMEOUT, Map.of("Authorization", authorization.get()))
        : new ArtifactReader(MAX_BYTES, List.of(), TIMEOUT, Map.of());
  }

  /** Makes a URI of a path. */
  private static String address(String given) {
    boolean uri = given.matches("[A-Za-z][A-Za-z0-9+.-]+:.*");
    return uri ? given : Path.of(given).toAbsolutePath().normalize().toUri().toString();
  }
}
