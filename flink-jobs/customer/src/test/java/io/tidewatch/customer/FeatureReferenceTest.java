package io.tidewatch.customer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FeatureReferenceTest {
  private static final Path PAGE = Path.of("../../docs/reference/features.md");

  @Test
  void theCommittedPageIsTheGeneratedOne() throws IOException {
    if (Boolean.getBoolean("regenerate")) {
      Files.createDirectories(PAGE.getParent());
      Files.writeString(PAGE, FeatureReference.markdown());
    }

    assertThat(PAGE).hasContent(FeatureReference.markdown());
  }
}
