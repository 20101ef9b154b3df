package io.tidewatch.platform.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BrokenFilesTest {
  @TempDir Path folder;

  @Test
  void filesHoldOtherBytesUntilTheyAreMended() throws IOException {
    Path checkpoints = Files.createDirectories(folder.resolve("checkpoints/shared"));
    Path file = Files.writeString(checkpoints.resolve("000001.sst"), "a hundred customers");

    BrokenFiles broken = BrokenFiles.in(folder.resolve("checkpoints"), folder.resolve("aside"));

    assertThat(broken.count()).isEqualTo(1);
    assertThat(file).hasSize("a hundred customers".length());
    assertThat(Files.readAllBytes(file)).isNotEqualTo("a hundred customers".getBytes());

    broken.mend();

    assertThat(file).hasContent("a hundred customers");
    assertThat(folder.resolve("aside")).isEmptyDirectory();
  }
}
