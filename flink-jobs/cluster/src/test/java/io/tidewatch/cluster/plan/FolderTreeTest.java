package io.tidewatch.cluster.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FolderTreeTest {
  @TempDir private Path folder;

  @Test
  void isRemovedWithAllThatIsInIt() throws IOException {
    Path root = folder.resolve("root");
    Files.createDirectories(root.resolve("a").resolve("b"));
    Files.write(root.resolve("a").resolve("c"), new byte[12]);

    FolderTree.remove(root);

    assertThat(root).doesNotExist();
    assertThat(folder).exists();
  }

  @Test
  void thatIsNotThereNeedsNoRemoval() {
    FolderTree.remove(folder.resolve("no").resolve("such"));

    assertThat(folder).isEmptyDirectory();
  }
}
