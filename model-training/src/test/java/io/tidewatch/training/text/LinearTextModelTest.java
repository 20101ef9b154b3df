package io.tidewatch.training.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.models.TextInputs;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinearTextModelTest {
  private static final int ROWS = 4_096;
  private static final List<String> VERBS = List.of("lost", "closed", "expect", "cannot open");

  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void theTableDecidesAsTheModel(int labels) {
    LabelledTexts texts = texts(labels);
    LinearTextModel model = LinearTextModel.fit(texts, ROWS);
    float[] table = model.table(3);
    var inputs = new TextInputs(List.of("OTHER"), 64, 512, ROWS, true);
    for (LabelledText row : texts.rows()) {
      assertThat(model.label(row.text())).isEqualTo(row.label());
      assertThat(texts.labels().get(best(table, inputs, row.text(), labels)))
          .isEqualTo(row.label());
    }
  }

  /** What is served is a mean over n-grams: it must not change when a text repeats itself. */
  @Test
  void theTableDecidesAsTheModelWhereATextRepeatsItself() {
    LabelledTexts texts = texts(2);
    LinearTextModel model = LinearTextModel.fit(texts, ROWS);
    float[] table = model.table(1);
    var inputs = new TextInputs(List.of("OTHER"), 64, 512, ROWS, true);
    for (int times = 1; times < 30; times++) {
      String text = "today I lost thing7" + " closed".repeat(times);
      assertThat(texts.labels().get(best(table, inputs, text, 2))).isEqualTo(model.label(text));
    }
  }

  private static int best(float[] table, TextInputs inputs, String text, int labels) {
    var grams = new float[inputs.grams()];
    inputs.read(text, new float[inputs.tokens()], grams);
    var margins = new float[labels];
    for (int i = 0; i < grams.length && grams[i] >= 0; i++) {
      for (int label = 0; label < labels; label++) {
        margins[label] += table[(int) grams[i] * labels + label];
      }
    }
    int best = 0;
    for (int label = 1; label < labels; label++) {
      best = margins[label] > margins[best] ? label : best;
    }
    return best;
  }

  private static LabelledTexts texts(int labels) {
    List<LabelledText> rows = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      String verb = VERBS.get(i % labels);
      rows.add(new LabelledText("today I " + verb + " thing" + i, verb));
    }
    return new LabelledTexts(rows, "made up");
  }
}
