package io.tidewatch.platform.releases;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.platform.terminal.CommandFailedException;
import io.tidewatch.scoring.artifacts.ArtifactReader;
import io.tidewatch.scoring.artifacts.ArtifactStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredReleasesTest {
  @TempDir private Path folder;

  @Test
  void namesTheRemedyWhereAReleaseIsNotThere() {
    StoredReleases stored = in(folder.toUri().toString());
    assertThatThrownBy(() -> stored.bySha256("ab".repeat(32)))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("cannot be read from the store")
        .hasMessageContaining("--store URI");
    assertThatThrownBy(() -> stored.named("1-abc"))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("'1-abc' is no file, and no release in the store");
    assertThatThrownBy(() -> in(folder.resolve("none").toUri().toString()).named("abcdef"))
        .hasMessageContaining("'abcdef' is no file");
    assertThatThrownBy(() -> in("http://localhost:1/releases").named("abcdef"))
        .hasMessageContaining("cannot list")
        .hasRootCauseMessage(
            "http://localhost:1/releases/ cannot be listed; give all 64 digits of the SHA-256");
  }

  @Test
  void refusesWhatIsNotWhatItsNameSays() throws IOException {
    String sha256 = "cd".repeat(32);
    Files.writeString(folder.resolve(sha256 + ".zip"), "not a release");
    StoredReleases stored = in(folder.toUri().toString());
    assertThatThrownBy(() -> stored.bySha256(sha256))
        .hasMessageContaining("refused by gate DIGEST");
    assertThatThrownBy(() -> stored.named("cdcdcd")).hasMessageContaining("refused by gate DIGEST");
    assertThatThrownBy(() -> stored.named(folder.resolve(sha256 + ".zip").toString()))
        .hasMessageContaining("refused by gate FORMAT");
    // By version it is passed over.
    assertThatThrownBy(() -> stored.named("1")).hasMessageContaining("is no file");
  }

  private static StoredReleases in(String address) {
    return new StoredReleases(
        new ArtifactStore(
            address, new ArtifactReader(1 << 20, List.of(), Duration.ofSeconds(5), Map.of())));
  }
}
