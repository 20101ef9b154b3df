package io.tidewatch.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.text.rules.RuleReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is said of a text goes into states and training sets: it may not change by a bit unless it
 * is meant to. Where it is meant to, the digests are those that the failing test shows.
 */
final class AnalysisDigestTest {
  private static final TextAnalyzer ANALYZER = new TextAnalyzer();
  private static final TextReader READER = new RuleReader();

  @ParameterizedTest
  @CsvSource({
    "ENGLISH,043dca927541288b",
    "CHINESE,1be32b2b24b4511b",
    "MIXED,518809f9d7554bc8",
    "PERSONAL,cf04fbeea677dfba",
    "UNICODE,04a7557a267aaf28",
    "LONG,30d868b1f249547c"
  })
  void saysOfEachTextWhatItAlwaysSaid(SampleTexts kind, String digest)
      throws NoSuchAlgorithmException {
    MessageDigest all = MessageDigest.getInstance("SHA-256");
    for (String text : kind.texts()) {
      TextAnalysis analysis = ANALYZER.analyze(text);
      // Both are records: their strings name all that they hold.
      String said = analysis + "\n" + READER.read(analysis) + "\n";
      all.update(said.getBytes(StandardCharsets.UTF_8));
    }
    assertThat(HexFormat.of().formatHex(all.digest(), 0, 8)).isEqualTo(digest);
  }
}
