package io.tidewatch.platform.releases;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.platform.terminal.CommandFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredReleasesTest {
  @TempDir private Path folder;

  @Test
  void namesTheFolderWhereAReleaseIsNotThere() {
    StoredReleases stored = new StoredReleases(folder);
    assertThatThrownBy(() -> stored.bySha256("ab".repeat(32)))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("is not in " + folder)
        .hasMessageContaining("--models DIR");
    assertThatThrownBy(() -> stored.named("1-abc"))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("'1-abc' is no file, and no release in " + folder);
    assertThatThrownBy(() -> new StoredReleases(folder.resolve("none")).named("abcdef"))
        .hasMessageContaining("'abcdef' is no file");
  }

  @Test
  void refusesWhatIsNotWhatItsNameSays() throws IOException {
    String sha256 = "cd".repeat(32);
    Files.writeString(folder.resolve(sha256 + ".zip"), "not a release");
    StoredReleases stored = new StoredReleases(folder);
    assertThatThrownBy(() -> stored.bySha256(sha256))
        .hasMessageContaining("refused by gate DIGEST");
    assertThatThrownBy(() -> stored.named("cdcdcd")).hasMessageContaining("refused by gate FORMAT");
    // By version it is passed over.
    assertThatThrownBy(() -> stored.named("1")).hasMessageContaining("is no file");
  }
}
