package io.tidewatch.benchmarks.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ScratchTest {
  @Test
  void everythingIsRemovedAtTheEnd() throws IOException {
    Path folder;
    try (Scratch scratch = Scratch.create()) {
      folder = scratch.folder("a");
      Files.createDirectories(folder.resolve("b"));
      Files.write(folder.resolve("b").resolve("c"), new byte[12]);
      assertThat(Scratch.size(folder)).isEqualTo(12);
    }
    assertThat(folder.getParent()).doesNotExist();
  }
}
