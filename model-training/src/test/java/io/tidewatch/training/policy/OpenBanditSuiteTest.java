package io.tidewatch.training.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidewatch.training.Progress;
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

/** The rows are made up, in the published form: two items, of which the second is clicked more. */
final class OpenBanditSuiteTest {
  private static final String HEADER =
      ",timestamp,item_id,position,click,propensity_score,user_feature_0,user_feature_1,"
          + "user_feature_2,user_feature_3,user-item_affinity_0,user-item_affinity_1\n";
  private static final double BTS_SECOND = 0.8;
  private static final double RANDOM_RATE = 0.2;
  private static final double BTS_RATE = 0.2 * 0.1 + 0.8 * 0.3;

  @TempDir private Path dir;

  @BeforeEach
  void write() throws IOException {
    write("random", HEADER + rows(0.5, 2_000, 1));
    write("bts", HEADER + rows(BTS_SECOND, 2_000, 2));
  }

  @Test
  void judgesEachPolicyByTheLogOfTheOther() {
    OpenBanditReport report = OpenBanditSuite.run(dir, 200, 1, Progress.none());

    assertThat(report.judgements())
        .extracting(judgement -> judgement.policy() + " by " + judgement.log())
        .containsExactly("random by bts", "bts by random");
    assertRate(report.judgements().get(0), RANDOM_RATE);
    assertRate(report.judgements().get(1), BTS_RATE);
  }

  private static void assertRate(OpenBanditReport.Judgement judgement, double rate) {
    assertThat(judgement.clickRate().value()).isEqualTo(rate, within(0.03));
    for (Estimator estimator : Estimator.values()) {
      assertThat(judgement.estimates().of(estimator).value())
          .as(estimator.key())
          .isEqualTo(rate, within(0.04));
    }
  }

  @Test
  void namesRowAndColumnOfAWrongValue() throws IOException {
    write("bts", HEADER + "0,2019,1,1,0,0.5,a,b,c,d,0,0\n1,2019,1,1,0,0,a,b,c,d,0,0\n");

    assertThatThrownBy(() -> OpenBanditLog.read(dir, "bts", "men"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("men.csv.gz, row 2: column 'propensity_score'")
        .hasMessageContaining("is '0'");
  }

  @Test
  void saysWhatAFolderLacks() throws IOException {
    Files.delete(dir.resolve("bts/men/men.csv.gz"));

    assertThatThrownBy(() -> OpenBanditSuite.run(dir, 200, 1, Progress.none()))
        .hasMessageContaining("neither")
        .hasMessageContaining("men.csv.gz");
    assertThatThrownBy(() -> OpenBanditSuite.run(dir.resolve("bts"), 200, 1, Progress.none()))
        .hasMessageContaining("random/men");
  }

  private void write(String policy, String text) throws IOException {
    Path folder = Files.createDirectories(dir.resolve(policy).resolve("men"));
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(folder.resolve("men.csv.gz")))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String rows(double second, int count, long seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      int item = random.nextDouble() < second ? 1 : 0;
      int click = random.nextDouble() < (item == 1 ? 0.3 : 0.1) ? 1 : 0;
      text.append(i).append(",2019-11-24,").append(item).append(',').append(1 + i % 3);
      text.append(',').append(click).append(',').append(item == 1 ? second : 1 - second);
      text.append(",a,b,").append(random.nextInt(3)).append(",d,0.0,0.0\n");
    }
    return text.toString();
  }
}
