package io.tidewatch.text.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.text.Intent;
import io.tidewatch.text.TextAnalysis;
import io.tidewatch.text.TextAnalyzer;
import io.tidewatch.text.TextMeaning;
import io.tidewatch.text.TextReader;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleReaderTest {
  private static final TextAnalyzer ANALYZER = new TextAnalyzer();
  private static final RuleReader READER = new RuleReader();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "This is the worst service ever, you are thieves!",
        "I am not happy with this at all",
        "Terrible. My parcel is still not here and nobody answers",
        "垃圾平台，客服态度太差了，气死我了",
        "質量很差，非常失望",
        "不是很好，包装也破损了",
        "😡😡"
      })
  void hearsDispleasure(String text) {
    assertThat(read(text).sentiment()).isLessThan(-0.3f);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Great service, very happy, thanks!",
        "The new app is excellent and easy",
        "很好吃，送得很快，非常满意",
        "谢谢客服，问题解决了，好评",
        "👍👍"
      })
  void hearsJoy(String text) {
    assertThat(read(text).sentiment()).isGreaterThan(0.3f);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "What size is the blue one?",
        "How do I change my address?",
        "请问这个有红色的吗",
        "发票怎么开",
        ""
      })
  void hearsNothingInPlainQuestions(String text) {
    TextMeaning meaning = read(text);
    assertThat(meaning.sentiment()).isBetween(-0.2f, 0.2f);
    assertThat(meaning.urgency()).isLessThan(0.3f);
    assertThat(meaning.leaving()).isZero();
  }

  @Test
  void aNegationTurnsRoundAndADegreeStrengthens() {
    assertThat(read("not good").sentiment()).isNegative();
    assertThat(read("extremely rude").sentiment()).isLessThan(read("rude").sentiment());
    assertThat(read("有点失望").sentiment()).isGreaterThan(read("非常失望").sentiment());
    assertThat(read("不满意").sentiment()).isNegative();
    assertThat(read("不错").sentiment()).isPositive();
  }

  @Test
  void shoutingMakesBadWorse() {
    assertThat(read("This is bad!!!").sentiment()).isLessThan(read("This is bad.").sentiment());
    assertThat(read("YOUR SERVICE IS BAD").sentiment())
        .isLessThan(read("your service is bad").sentiment());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Please refund me immediately, this is urgent | 0.9",
        "马上给我处理，很急 | 0.9",
        "It should come today | 0.6",
        "快递三天了还没到 | 0.3"
      })
  void hearsUrgency(String text, float atLeast) {
    assertThat(read(text).urgency()).isGreaterThanOrEqualTo(atLeast);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Cancel my account, I will never buy here again | 0.9",
        "再也不会来买了，帮我注销账号 | 0.9",
        "I am taking my business elsewhere | 0.9",
        "再不处理我就找消协 | 0.5",
        "Where is my parcel? | 0"
      })
  void hearsWordsOfLeaving(String text, float about) {
    assertThat(read(text).leaving()).isBetween(about, about == 0 ? 0 : 1f);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "I want my money back, please refund me | refund | billing",
        "Where is my order? Tracking shows nothing | delivery | logistics",
        "我的快递到哪了，物流没有更新 | delivery | logistics",
        "我要退款，把钱退给我退钱 | refund | billing",
        "cancel my subscription | leave | retention",
        "app一直闪退打不开 | technical | technical"
      })
  void namesTheIntentWhereItIsSure(String text, String intent, String queue) {
    TextMeaning meaning = read(text);
    assertThat(meaning.intent()).map(Intent::name).contains(intent);
    assertThat(meaning.route()).isEqualTo(queue);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hello", "I was in Paris last week", "在吗", "верните деньги"})
  void namesNoIntentWhereItIsNotSure(String text) {
    TextMeaning meaning = read(text);
    assertThat(meaning.intent()).isEmpty();
    assertThat(meaning.likeliestIntent().confidence()).isLessThan(TextMeaning.SURE);
    assertThat(meaning.route()).isEqualTo(TextMeaning.TRIAGE);
  }

  @Property(tries = 200)
  void staysInItsRangesWhateverTheText(@ForAll String text) {
    TextMeaning meaning = read(text);
    assertThat(meaning.sentiment()).isBetween(-1f, 1f);
    assertThat(meaning.urgency()).isBetween(0f, 1f);
    assertThat(meaning.leaving()).isBetween(0f, 1f);
    assertThat(meaning.likeliestIntent().confidence()).isBetween(0f, 1f);
  }

  @Test
  void readsUnlessAnotherIsInstalled(@TempDir Path folder) throws Exception {
    ClassLoader parent = RuleReader.class.getClassLoader();
    assertThat(RuleReader.unlessInstalled(parent)).isInstanceOf(RuleReader.class);

    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(TextReader.class.getName()), Silent.class.getName());
    try (var loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, parent)) {
      assertThat(RuleReader.unlessInstalled(loader)).isInstanceOf(Silent.class);
    }
  }

  /** Understands nothing. */
  public static final class Silent implements TextReader {
    @Override
    public TextMeaning read(TextAnalysis analysis) {
      return new TextMeaning(0, 0, 0, new Intent("none", 0, "none"));
    }
  }

  private static TextMeaning read(String text) {
    return READER.read(ANALYZER.analyze(text));
  }
}
