package io.tidewatch.training.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelledTextsTest {
  @TempDir private Path folder;

  @Test
  void readsQuotedAndCompressedTablesWithoutBlankTexts() throws IOException {
    StringBuilder table = new StringBuilder("label,review\n1,\"好, \"\"很\"\" 快\"\n0,  \n");
    for (int i = 0; i < 30; i++) {
      table.append(i % 2).append(",text ").append(i).append('\n');
    }
    Path file = folder.resolve("reviews.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(table.toString().getBytes(StandardCharsets.UTF_8));
    }
    LabelledTexts texts = LabelledTexts.read(file, "review", "label");
    assertThat(texts.rows()).hasSize(31).contains(new LabelledText("好, \"很\" 快", "1"));
    assertThat(texts.labels()).containsExactly("0", "1");
  }

  @Test
  void namesTheFileAndTheColumnThatLacks() throws IOException {
    Path file = Files.writeString(folder.resolve("some.csv"), "label,text\n1,a\n");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelledTexts.read(file, "review", "label"))
        .withMessageContaining("some.csv: no column 'review' among [label, text]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelledTexts.read(file, "text", "label"))
        .withMessageContaining("has 1 texts of 1 classes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelledTexts.read(folder.resolve("none.csv"), "text", "label"))
        .withMessageContaining("none.csv does not exist");
  }

  @Test
  void aTextThatOccursTwiceIsOnOneSideOnly() {
    List<LabelledText> rows = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      rows.add(new LabelledText("text " + i % 300, i % 2 == 0 ? "a" : "b"));
    }
    var all = new LabelledTexts(rows, "made up");
    LabelledTexts most = all.part(1, tenth -> tenth > 0, "most");
    LabelledTexts rest = all.part(1, tenth -> tenth == 0, "rest");
    assertThat(most.rows().size() + rest.rows().size()).isEqualTo(600);
    assertThat(rest.rows()).hasSizeBetween(30, 100);
    assertThat(new HashSet<>(most.texts())).doesNotContainAnyElementsOf(rest.texts());
    assertThat(all.without(rest).rows()).isEqualTo(most.rows());
    assertThat(all.part(2, tenth -> tenth == 0, "other").rows()).isNotEqualTo(rest.rows());
  }
}
