package io.tidewatch.training.uplift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidewatch.training.Progress;
import io.tidewatch.training.uplift.HillstromReport.Finding;
import io.tidewatch.training.uplift.HillstromReport.Mail;
import io.tidewatch.training.uplift.HillstromReport.Outcome;
import io.tidewatch.training.uplift.HillstromReport.Ranking;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The rows are made up, in the published form: the men's e-mail moves customers who bought men's
 * goods and nobody else, the women's e-mail moves nobody.
 */
final class HillstromSuiteTest {
  private static final String HEADER =
      "recency,history_segment,history,mens,womens,zip_code,newbie,channel,segment,visit,conversion,spend\n";

  @TempDir private Path dir;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = write(HEADER + rows(6_000));
  }

  @Test
  void findsWhomAnEmailMoves() {
    HillstromReport report = HillstromSuite.run(file, 1, 100, Progress.none());

    assertThat(report.customers()).isEqualTo(6_000);
    assertThat(report.sampleRatio().mismatch()).isFalse();
    assertThat(report.findings()).hasSize(6);
    Finding mens = finding(report, Mail.MENS);
    assertThat(mens.effect().effect().contains(0.2)).isTrue();
    for (Ranking ranking : new Ranking[] {Ranking.NETWORK, Ranking.LOGISTIC_REGRESSION}) {
      assertThat(mens.targeting().get(ranking).qini().low()).as(ranking.key()).isPositive();
      assertThat(mens.targeting().get(ranking).upliftAt30().contains(0.4))
          .as(ranking.key())
          .isTrue();
    }
    assertThat(mens.targeting().get(Ranking.RANDOM).upliftAt30().contains(0.2)).isTrue();
    assertThat(finding(report, Mail.WOMENS).effect().effect().contains(0)).isTrue();
  }

  private static Finding finding(HillstromReport report, Mail mail) {
    return report.findings().stream()
        .filter(finding -> finding.mail() == mail && finding.outcome() == Outcome.VISIT)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void namesRowAndColumnOfAWrongValue() throws IOException {
    Path wrong = write(HEADER + rows(1) + "3,x,12.5,1,0,Moon,0,Web,No E-Mail,0,0,0\n");

    assertThatThrownBy(() -> HillstromSuite.run(wrong, 1, 100, Progress.none()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("row 2: column 'zip_code' must be one of")
        .hasMessageContaining("is 'Moon'");
  }

  @Test
  void refusesTooFewCustomers() throws IOException {
    Path few = write(HEADER + rows(60));

    assertThatThrownBy(() -> HillstromSuite.run(few, 1, 100, Progress.none()))
        .hasMessageContaining("an evaluation needs at least 10 with and 10 without");
  }

  @Test
  void saysWhereAMissingFileIsPublished() {
    assertThatThrownBy(() -> HillstromSuite.run(dir.resolve("none"), 1, 100, Progress.none()))
        .hasMessageContaining("does not exist; docs/data-sources.md");
  }

  private Path write(String text) throws IOException {
    Path to = Files.createTempFile(dir, "hillstrom", ".csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(to))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return to;
  }

  private static String rows(int count) {
    Random random = new Random(1);
    String[] segments = {"No E-Mail", "Mens E-Mail", "Womens E-Mail"};
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      String segment = segments[random.nextInt(3)];
      int mens = random.nextInt(2);
      double rate = 0.2 + (mens == 1 && segment.startsWith("Mens") ? 0.4 : 0);
      boolean visit = random.nextDouble() < rate;
      boolean bought = visit && random.nextDouble() < 0.5;
      text.append(1 + random.nextInt(12)).append(",x,").append(30 + random.nextInt(500));
      text.append(',').append(mens).append(',').append(1 - mens).append(",Urban,");
      text.append(random.nextInt(2)).append(",Web,").append(segment).append(',');
      text.append(visit ? 1 : 0).append(',').append(bought ? 1 : 0).append(',');
      text.append(bought ? 20 + random.nextInt(100) : 0).append('\n');
    }
    return text.toString();
  }
}
