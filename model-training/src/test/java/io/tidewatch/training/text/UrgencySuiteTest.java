package io.tidewatch.training.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.text.Intent;
import io.tidewatch.text.TextAnalyzer;
import io.tidewatch.text.TextLanguage;
import io.tidewatch.text.TextMeaning;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UrgencySuiteTest {
  private static final Offset<Double> EXACT = Offset.offset(1e-12);

  @ParameterizedTest
  @EnumSource(
      value = TextLanguage.class,
      names = {"CHINESE", "ENGLISH"})
  void theSentencesAreAsTheirReadmeSays(TextLanguage language) {
    List<MarkedSentence> all = MarkedSentence.bundled(language.tag());

    assertThat(all).hasSize(210).extracting(MarkedSentence::text).doesNotHaveDuplicates();
    assertThat(all).filteredOn(MarkedSentence::urgent).hasSize(72);
    assertThat(all).filteredOn(MarkedSentence::leaving).hasSize(52);
    assertThat(all).filteredOn(one -> one.urgent() && one.leaving()).hasSize(12);
    assertThat(all).filteredOn(MarkedSentence::displeased).hasSize(99);
    assertThat(all).filteredOn(MarkedSentence::pleased).hasSize(15);
    assertThat(all).noneMatch(one -> one.displeased() && one.pleased());
    var analyzer = new TextAnalyzer();
    assertThat(all)
        .filteredOn(one -> analyzer.analyze(one.text()).language() == language)
        .hasSizeGreaterThan(200);
  }

  @Test
  void whoAlwaysSaysUrgentAndNeverLeavingIsMeasuredSo() {
    var intent = new Intent("other", 0, "triage");
    UrgencyReport report =
        UrgencySuite.run(analysis -> new TextMeaning(0, TextMeaning.NOTABLE, 0.29f, intent));

    assertThat(report.sentences()).containsEntry("zh", 210).containsEntry("en", 210);
    YesNoMetrics urgent = report.languages().get("en").get("urgent");
    assertThat(urgent).isEqualTo(new YesNoMetrics(72, 138, 0, 0));
    assertThat(urgent.precision()).isCloseTo(72 / 210.0, EXACT);
    assertThat(urgent.recall()).isCloseTo(1, EXACT);
    assertThat(urgent.majority()).isEqualTo(new YesNoMetrics(0, 0, 72, 138));
    YesNoMetrics leaving = report.languages().get("zh").get("leaving");
    assertThat(leaving).isEqualTo(new YesNoMetrics(0, 0, 52, 158)).isEqualTo(leaving.majority());
    assertThat(leaving.precision()).isZero();
    assertThat(report.languages().get("en").get("displeased"))
        .isEqualTo(new YesNoMetrics(0, 0, 99, 111));
    assertThat(report.all().texts()).isEqualTo(840);
    assertThat(report.all().accuracy()).isCloseTo((144 + 316) / 840.0, EXACT);
  }

  @Test
  void figuresComeFromTheCounts() {
    var counts = new YesNoMetrics(6, 2, 4, 8);

    assertThat(counts.asMap())
        .containsEntry("accuracy", 0.7)
        .containsEntry("precision", 0.75)
        .containsEntry("recall", 0.6);
    assertThat(counts.macroF1()).isCloseTo((12 / 18.0 + 16 / 22.0) / 2, EXACT);
  }
}
