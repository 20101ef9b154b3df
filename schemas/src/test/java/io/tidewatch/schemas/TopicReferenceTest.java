package io.tidewatch.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TopicReferenceTest {
  private static final Path PAGE = Path.of("../docs/reference/topics.md");
  private static final String COMMAND =
      "mvn -pl schemas test -Dtest=TopicReferenceTest -Ddocs.write";

  @Test
  void theCommittedPageIsTheGeneratedOne() throws IOException {
    if (System.getProperty("docs.write") != null) {
      Files.createDirectories(PAGE.getParent());
      Files.writeString(PAGE, TopicReference.markdown());
    }
    assertThat(PAGE).as("write the page with: %s", COMMAND).exists();
    // Git may have checked it out with other line ends.
    assertThat(Files.readString(PAGE).replace("\r\n", "\n"))
        .as("the page is out of date; write it with: %s", COMMAND)
        .isEqualTo(TopicReference.markdown());
  }
}
