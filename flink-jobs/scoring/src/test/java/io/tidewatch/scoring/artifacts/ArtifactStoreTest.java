package io.tidewatch.scoring.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactStoreTest {
  private static final byte[] ZIP = "a release".getBytes(StandardCharsets.UTF_8);

  /** Of the nine bytes above, by sha256sum. */
  private static final String SHA =
      "e9edfb8e46f891370bda2772760ae14bc1572a2ce9263368cd5282dac3241eb8";

  private static final ArtifactReader READER =
      new ArtifactReader(1_000, List.of(), Duration.ofSeconds(5), Map.of());

  @TempDir private Path folder;

  @Test
  void keepsAnArtifactUnderItsDigestAndNothingElse() throws IOException {
    ArtifactStore store = store();
    String address = store.put(ZIP);
    assertThat(address).isEqualTo(store.address(SHA)).endsWith("/models/" + SHA + ".zip");
    assertThat(READER.read(address)).isEqualTo(ZIP);
    assertThat(Path.of(URI.create(address))).hasBinaryContent(ZIP);
    try (var files = Files.list(folder.resolve("models"))) {
      assertThat(files.map(Path::getFileName)).containsExactly(Path.of(SHA + ".zip"));
    }
  }

  @Test
  void takesTheSameBytesAgainAndNeverOverwritesOthers() throws IOException {
    ArtifactStore store = store();
    String address = store.put(ZIP);
    assertThat(store.put(ZIP)).isEqualTo(address);
    Files.write(Path.of(URI.create(address)), new byte[] {1});
    assertThatIOException()
        .isThrownBy(() -> store.put(ZIP))
        .withMessageContaining("holds other bytes (SHA-256 4bf5122f");
    assertThat(Path.of(URI.create(address))).hasBinaryContent(new byte[] {1});
  }

  @Test
  void announcesWhatAnHttpStoreHasAndSaysWhatItLacks() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/models/" + SHA + ".zip",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, ZIP.length);
            exchange.getResponseBody().write(ZIP);
          }
        });
    server.start();
    try {
      String base = "http://127.0.0.1:" + server.getAddress().getPort() + "/models";
      var store = new ArtifactStore(base, READER);
      assertThat(store.put(ZIP)).isEqualTo(base + "/" + SHA + ".zip");
      assertThatIOException()
          .isThrownBy(() -> store.put(new byte[] {1}))
          .withMessageContaining("answered 404; an HTTP store is only read: upload the release");
    } finally {
      server.stop(0);
    }
  }

  private ArtifactStore store() {
    return new ArtifactStore(folder.resolve("models").toUri().toString(), READER);
  }
}
