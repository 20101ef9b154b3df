package io.tidewatch.decisions;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidewatch.customer.CustomerState;
import io.tidewatch.customer.ReasonGroup;
import io.tidewatch.decisions.Reasons.Contribution;
import io.tidewatch.schemas.Reason;
import io.tidewatch.schemas.SuppressionReason;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ReasonsTest {
  private final CustomerState customer = Customers.buyer("coffee", "tea");
  private final long now = Customers.micros(Customers.NOON);

  @Test
  void namesWhatRaisesTheScoreStrongestFirst() {
    List<Reason> reasons =
        Reasons.raising(
            List.of(
                new Contribution("money", 0.01f),
                new Contribution("recency", 0.3f),
                new Contribution("tickets", -0.2f),
                new Contribution("frequency", 0.1f)),
            customer,
            now,
            2,
            Language.ENGLISH);
    assertThat(reasons).extracting(Reason::getGroup).containsExactly("recency", "frequency");
    assertThat(reasons.get(0).getText()).isEqualTo("Last bought 9 days ago.");
    assertThat(reasons.get(1).getText()).isEqualTo("Buys too rarely: 2 purchases in 10 days.");
  }

  @Test
  void keepsTheOrderWhereAllAreTold() {
    List<Reason> reasons =
        Reasons.told(
            List.of(new Contribution("tickets", -0.2f), new Contribution("recency", 0.3f)),
            customer,
            now,
            Language.ENGLISH);
    assertThat(reasons).extracting(Reason::getGroup).containsExactly("tickets", "recency");
    assertThat(reasons).extracting(Reason::getContribution).containsExactly(-0.2f, 0.3f);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "ENGLISH; recency;    1; Last bought 9 days ago.",
        "ENGLISH; recency;   -1; Bought recently: 9 days ago.",
        "ENGLISH; frequency;  1; Buys too rarely: 2 purchases in 10 days.",
        "ENGLISH; frequency; -1; Buys often: 2 purchases in 10 days.",
        "ENGLISH; money;      1; Spends like customers who leave.",
        "ENGLISH; money;     -1; Spends like customers who stay.",
        "ENGLISH; browsing;   1; Looks around like customers who leave.",
        "ENGLISH; browsing;  -1; Looks around like customers who stay.",
        "ENGLISH; tickets;    1; Has tickets like customers who leave: 0 opened so far.",
        "ENGLISH; tickets;   -1; Has tickets like customers who stay: 0 opened so far.",
        "ENGLISH; offers;     1; Answers offers like customers who leave.",
        "ENGLISH; offers;    -1; Answers offers like customers who stay.",
        "ENGLISH; tenure;     1; Known for 10 days only.",
        "ENGLISH; tenure;    -1; Known for 10 days already.",
        "ENGLISH; sequence;   1; Recent events follow one another as they do before customers"
            + " leave.",
        "ENGLISH; sequence;  -1; Recent events follow one another as they do with customers who"
            + " stay.",
        "CHINESE; recency;    1; 上次购买是在9天前。",
        "CHINESE; recency;   -1; 最近刚购买过：9天前。",
        "CHINESE; frequency;  1; 购买过少：10天内购买2次。",
        "CHINESE; frequency; -1; 购买频繁：10天内购买2次。",
        "CHINESE; money;      1; 消费情况与流失客户相似。",
        "CHINESE; money;     -1; 消费情况与留存客户相似。",
        "CHINESE; browsing;   1; 浏览行为与流失客户相似。",
        "CHINESE; browsing;  -1; 浏览行为与留存客户相似。",
        "CHINESE; tickets;    1; 工单情况与流失客户相似：至今共提交0个工单。",
        "CHINESE; tickets;   -1; 工单情况与留存客户相似：至今共提交0个工单。",
        "CHINESE; offers;     1; 对优惠的反应与流失客户相似。",
        "CHINESE; offers;    -1; 对优惠的反应与留存客户相似。",
        "CHINESE; tenure;     1; 成为客户的时间较短：仅10天。",
        "CHINESE; tenure;    -1; 成为客户的时间较长：已有10天。",
        "CHINESE; sequence;   1; 近期行为的先后顺序与客户流失前相似。",
        "CHINESE; sequence;  -1; 近期行为的先后顺序与留存客户相似。",
      })
  void saysWhatAGroupDid(Language language, String group, float value, String text) {
    assertThat(text(group, value, customer, language)).isEqualTo(text);
  }

  @ParameterizedTest
  @EnumSource
  void haveATextOfTheirOwnForEveryGroupOfTheCatalogueAndForTheSequence(Language language) {
    List<String> texts =
        Stream.concat(
                Arrays.stream(ReasonGroup.values())
                    .map(group -> group.name().toLowerCase(Locale.ROOT)),
                Stream.of("sequence"))
            .flatMap(
                group ->
                    Stream.of(
                        text(group, 1, customer, language), text(group, -1, customer, language)))
            .toList();
    assertThat(texts).hasSize(16).doesNotHaveDuplicates();
    assertThat(texts)
        .noneMatch(text -> text.contains("{") || text.matches("(Raised|Lowered) by.*|因“.*"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "ENGLISH;  1; Has not bought yet.",
        "ENGLISH; -1; Has not bought yet, which counts for little so far.",
        "CHINESE;  1; 尚未购买过。",
        "CHINESE; -1; 尚未购买过，但目前影响不大。",
      })
  void saysWhoHasNotBoughtYet(Language language, float value, String text) {
    assertThat(text("recency", value, new CustomerState(), language)).isEqualTo(text);
  }

  @Test
  void countsOneAndNone() {
    CustomerState once = Customers.buyer("coffee");
    long dayAfter = now - Duration.ofDays(9).toMillis() * 1_000;
    assertThat(text("frequency", 1, once, dayAfter, Language.ENGLISH))
        .isEqualTo("Buys too rarely: 1 purchase in 1 day.");
    assertThat(text("recency", 1, once, dayAfter - 1, Language.ENGLISH))
        .isEqualTo("Last bought less than a day ago.");
    assertThat(text("recency", 1, once, dayAfter, Language.CHINESE)).isEqualTo("上次购买是在一天前。");
  }

  @Test
  void namesAGroupThatItDoesNotKnow() {
    assertThat(text("weather", 1, customer, Language.ENGLISH)).isEqualTo("Raised by weather.");
    assertThat(text("weather", -1, customer, Language.CHINESE)).isEqualTo("因“weather”而降低。");
  }

  @Test
  void doesNotDependOnTheLocaleOfTheMachine() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(text("recency", 1, customer, now + 2_000L * 86_400_000_000L, Language.ENGLISH))
          .isEqualTo("Last bought 2009 days ago.");
    } finally {
      Locale.setDefault(before);
    }
  }

  @ParameterizedTest
  @EnumSource
  void saysWhySomethingWasHeldBack(Language language) {
    assertThat(
            Arrays.stream(SuppressionReason.values())
                .map(reason -> Reasons.heldBack(reason, language)))
        .doesNotHaveDuplicates()
        .allMatch(text -> text.endsWith(language == Language.CHINESE ? "。" : "."));
  }

  @Test
  void knowsLanguagesByTheirCodes() {
    assertThat(Language.of("en")).contains(Language.ENGLISH);
    assertThat(Language.of("zh")).contains(Language.CHINESE);
    assertThat(Language.of("fr")).isEmpty();
  }

  private String text(String group, float value, CustomerState state, Language language) {
    return text(group, value, state, now, language);
  }

  private static String text(
      String group, float value, CustomerState state, long at, Language language) {
    return Reasons.told(List.of(new Contribution(group, value)), state, at, language)
        .get(0)
        .getText();
  }
}
