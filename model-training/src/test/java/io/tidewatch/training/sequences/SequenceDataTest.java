package io.tidewatch.training.sequences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SequenceDataTest {
  @TempDir private Path folder;

  @Test
  void readsCompressedSequencesAndDrawsOtherItems() throws IOException {
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(folder.resolve("Beauty.txt.gz")))) {
      out.write("1 5 6 7 8\n2 120 1 2\n".getBytes(StandardCharsets.UTF_8));
    }

    SequenceData data = SequenceData.read(folder, SequenceSet.BEAUTY, 1);

    assertThat(data.items()).isEqualTo(120);
    assertThat(data.sequences()).isDeepEqualTo(new int[][] {{5, 6, 7, 8}, {120, 1, 2}});
    assertThat(data.learned(0)).containsExactly(5, 6);
    assertThat(data.negatives()[0])
        .hasSize(99)
        .doesNotHaveDuplicates()
        .doesNotContain(5, 6, 7, 8)
        .matches(drawn -> Arrays.stream(drawn).allMatch(item -> item >= 1 && item <= 120));
    assertThat(SequenceData.read(folder, SequenceSet.BEAUTY, 1).negatives())
        .isDeepEqualTo(data.negatives());
  }

  @Test
  void takesPublishedNegativesWhereThereAreSome() throws IOException {
    Files.writeString(folder.resolve("LastFM.txt"), "1 1 2 3\n");
    int[] negatives = IntStream.range(4, 103).toArray();
    Files.writeString(
        folder.resolve("LastFM_sample.txt"),
        "1 " + Arrays.stream(negatives).mapToObj(String::valueOf).collect(Collectors.joining(" ")));

    assertThat(SequenceData.read(folder, SequenceSet.LASTFM, 1).negatives()[0])
        .containsExactly(negatives);
  }

  @Test
  void saysWhichLineIsWrong() throws IOException {
    assertThatThrownBy(() -> SequenceData.read(folder, SequenceSet.TOYS, 1))
        .hasMessageContaining("Toys_and_Games.txt");
    Files.writeString(folder.resolve("Toys_and_Games.txt"), "1 2 3 4\n2 5 x 6\n");
    assertThatThrownBy(() -> SequenceData.read(folder, SequenceSet.TOYS, 1))
        .hasMessageContaining("Toys_and_Games.txt:2: item 'x' is no number");
    Files.writeString(folder.resolve("Toys_and_Games.txt"), "1 2 3\n");
    assertThatThrownBy(() -> SequenceData.read(folder, SequenceSet.TOYS, 1))
        .hasMessageContaining(":1: 2 items, at least 3");
  }

  @Test
  void refusesSoFewItemsThatNothingIsLeftToRankAmong() {
    assertThatThrownBy(() -> SequenceData.of(new int[][] {{1, 2, 50}}, 1))
        .hasMessageContaining("50 items are too few");
  }
}
